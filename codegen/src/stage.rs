//! The stages from the text of a model to the files of a client.

/// A stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// JSON is parsed, with the spans of its values.
    Source,
    /// Shapes and members are read; mixins and `apply` statements are resolved.
    Ast,
    /// Traits and targets are resolved.
    Resolve,
    /// The model is checked.
    Check,
    /// Files, types and names of the client are decided.
    Lower,
    /// Tokens are written, as drafts of files.
    Emit,
}

impl std::fmt::Display for Stage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Source => "source",
            Self::Ast => "ast",
            Self::Resolve => "resolve",
            Self::Check => "check",
            Self::Lower => "lower",
            Self::Emit => "emit",
        })
    }
}

/// Called when a stage finishes; the last two stages finish once for each part of a client.
pub type Observer<'o> = dyn FnMut(Stage) + 'o;
