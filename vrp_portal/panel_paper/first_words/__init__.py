"""The words with which a new portal's first Panel paper begins: for the paper's own scope, in plain words of
the portal's own. The facts are those of the paper of 12 April 2024; what the portal holds stands in braces.
"""
