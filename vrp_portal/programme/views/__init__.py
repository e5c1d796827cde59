"""The pages of programme activity."""
