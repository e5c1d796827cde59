"""Pages of Serious Violence Duty money and work."""
