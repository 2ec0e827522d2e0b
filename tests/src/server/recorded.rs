//! A request on the wire.

use bytes::Bytes;

/// One request, byte for byte.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// The head, without the final empty line.
    pub head: String,
    /// The body, without chunk framing.
    pub body: Bytes,
}

impl Recorded {
    /// Returns the method, such as `POST`.
    pub fn method(&self) -> &str {
        self.request_line(0)
    }

    /// Returns path and query, as sent.
    pub fn target(&self) -> &str {
        self.request_line(1)
    }

    fn request_line(&self, word: usize) -> &str {
        let line = self.head.lines().next().unwrap_or_default();
        line.split(' ').nth(word).unwrap_or_default()
    }

    /// Returns header lines in order, with names in lower case.
    pub fn headers(&self) -> Vec<(String, &str)> {
        self.head
            .lines()
            .skip(1)
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim()))
            .collect()
    }

    /// Returns the value of a header that occurs at most once.
    pub fn header(&self, name: &str) -> Option<&str> {
        let headers = self.headers();
        let mut values = headers.iter().filter(|(given, _)| given == name);
        let value = values.next().map(|(_, value)| *value);
        assert!(values.next().is_none(), "{name} was sent twice");
        value
    }

    /// Returns the body as text.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("a body in UTF-8")
    }

    /// Parses the body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).expect("a body in JSON")
    }
}
