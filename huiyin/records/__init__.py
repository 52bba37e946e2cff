"""What a case leaves behind: evidence files now; papers, archive, retention and seals stand here too."""
