//! The path and query of an operation, and the prefix of its host name.

use std::fmt;

/// The parsed `uri` of an `http` trait.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UriPattern {
    /// The segments between the slashes of the path; empty for `/`.
    pub segments: Vec<Segment>,
    /// The constant query, in the order of the model. `None` for a name
    /// without `=`.
    pub query: Vec<(String, Option<String>)>,
}

/// A segment between two slashes of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Segment {
    /// Literal text.
    Literal(String),
    /// `{name}`: the member with this name; slashes are escaped.
    Label(String),
    /// `{name+}`: the member with this name; slashes are kept.
    GreedyLabel(String),
}

impl UriPattern {
    /// The names of the labels, in the order of the path.
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        self.segments.iter().filter_map(|segment| match segment {
            Segment::Literal(_) => None,
            Segment::Label(name) | Segment::GreedyLabel(name) => Some(name.as_str()),
        })
    }
}

/// The pattern in the spelling of a model.
impl fmt::Display for UriPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.segments.is_empty() {
            f.write_str("/")?;
        }
        for segment in &self.segments {
            match segment {
                Segment::Literal(text) => write!(f, "/{text}")?,
                Segment::Label(name) => write!(f, "/{{{name}}}")?,
                Segment::GreedyLabel(name) => write!(f, "/{{{name}+}}")?,
            }
        }
        for (position, (name, value)) in self.query.iter().enumerate() {
            f.write_str(if position == 0 { "?" } else { "&" })?;
            f.write_str(name)?;
            if let Some(value) = value {
                write!(f, "={value}")?;
            }
        }
        Ok(())
    }
}

/// The parsed `hostPrefix` of an `endpoint` trait.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HostPattern {
    /// The parts, in order, which are joined without separators.
    pub parts: Vec<HostPart>,
}

/// The pattern in the spelling of a model.
impl fmt::Display for HostPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parts.iter().try_for_each(|part| match part {
            HostPart::Literal(text) => f.write_str(text),
            HostPart::Label(name) => write!(f, "{{{name}}}"),
        })
    }
}

/// A part of the prefix of a host name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HostPart {
    /// Literal text, including dots.
    Literal(String),
    /// `{name}`: the member with this name.
    Label(String),
}
