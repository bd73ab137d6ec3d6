"""Mail: written beside the act, collected to one letter per person, handed to the mail server, kept for the Admin."""
