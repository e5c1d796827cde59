"""The pages of the 30% rule: how it stands, what would follow from a change, and scenarios kept."""
