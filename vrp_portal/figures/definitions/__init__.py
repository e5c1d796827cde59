"""What each figure is. A module for each part of the partnership's work registers its own."""
