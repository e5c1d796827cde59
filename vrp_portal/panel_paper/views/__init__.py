"""The pages of Panel papers: the list, a draft and its sections, publishing, a published paper."""
