"""What is shown over HTTP: values in, pages and problem documents out."""
