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
    /// Tokens are written.
    Emit,
    /// Tokens become text.
    Format,
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
            Self::Format => "format",
        })
    }
}

/// Called when a stage finishes; for the last two stages, once for each file.
pub type Observer<'o> = dyn FnMut(Stage) + 'o;
