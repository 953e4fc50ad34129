"""What is done with a shelf, whatever shows it: filling it from the library, changing its pictures, keeping it true."""
