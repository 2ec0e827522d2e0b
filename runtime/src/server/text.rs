//! Strings of a request: path labels, query parameters and headers.

use super::reply::Rejection;
use crate::wire::encode::{self, FromText, ReadText};

/// The strings at one location of a request.
#[derive(Clone)]
pub struct TextValues {
    pub(super) location: String,
    pub(super) texts: Vec<String>,
    /// Whether the header is present, even if its list is empty.
    pub(super) present: bool,
}

impl TextValues {
    /// Parses the first string; `None` if there is none.
    ///
    /// # Errors
    /// The text is not valid for the type.
    pub fn one<T: FromText>(&self) -> Result<Option<T>, Rejection> {
        self.texts
            .first()
            .map(|text| self.read(T::from_text(text)))
            .transpose()
    }

    /// Like [`one`](Self::one), with the codec `C`.
    ///
    /// # Errors
    /// Same as [`one`](Self::one).
    pub fn one_as<C: ReadText<T>, T>(&self) -> Result<Option<T>, Rejection> {
        self.texts
            .first()
            .map(|text| self.read(C::from_request(text)))
            .transpose()
    }

    /// Parses all strings; `None` if there are none.
    ///
    /// # Errors
    /// A string is not valid for the type.
    pub fn list<T: FromText>(&self) -> Result<Option<Vec<T>>, Rejection> {
        self.entries(encode::read_list(&self.texts, T::from_text))
    }

    /// Like [`list`](Self::list), with the codec `C`.
    ///
    /// # Errors
    /// Same as [`list`](Self::list).
    pub fn list_as<C: ReadText<T>, T>(&self) -> Result<Option<Vec<T>>, Rejection> {
        self.entries(encode::read_list(&self.texts, C::from_request))
    }

    fn entries<T>(&self, values: Option<Vec<T>>) -> Result<Option<Vec<T>>, Rejection> {
        let values = self.read(values)?;
        Ok((self.present || !values.is_empty()).then_some(values))
    }

    fn read<T>(&self, value: Option<T>) -> Result<T, Rejection> {
        value.ok_or_else(|| {
            Rejection::serialization(format!("{} has an invalid value", self.location))
        })
    }
}

/// Shows the location, but not the strings: they may be sensitive.
impl std::fmt::Debug for TextValues {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TextValues")
            .field("location", &self.location)
            .finish_non_exhaustive()
    }
}
