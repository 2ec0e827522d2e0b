//! The customer service window of 24 hours.
