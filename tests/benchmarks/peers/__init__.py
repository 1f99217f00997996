"""What others do, each as a small script that takes a file; nothing here is copied from them."""
