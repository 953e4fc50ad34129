"""The programs that write what they drew in a form of their own, a module each: `is_given` and `read`."""
