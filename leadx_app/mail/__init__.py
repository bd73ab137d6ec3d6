"""Letters in their readers' words, and the rounds that write and send them."""
