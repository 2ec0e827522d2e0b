//! Wire formats of values, as types.

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

/// A wire format of values of type `T`. Implementing types have no values; they
/// compose, as in `List<Map<EpochSeconds>>`.
///
/// ```
/// # use runtime::codegen::json::{Codec, EpochSeconds, List};
/// # use runtime::Timestamp;
/// let mut json = Vec::new();
/// let times = vec![Timestamp::from_secs(0), Timestamp::from_millis(1_500)];
/// List::<EpochSeconds>::write(&times, &mut serde_json::Serializer::new(&mut json))?;
/// assert_eq!(json, b"[0,1.5]");
/// # Ok::<(), serde_json::Error>(())
/// ```
pub trait Codec<T> {
    /// Writes a value.
    ///
    /// # Errors
    /// The serializer's errors.
    fn write<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error>;

    /// Reads a value.
    ///
    /// # Errors
    /// The input is not in this format.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error>;

    /// Reads a value that may be absent. Malformed timestamps in responses are
    /// `None`: they must not make the whole response unreadable.
    ///
    /// # Errors
    /// The input is not in this format.
    fn read_optional<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
        Self::read(deserializer).map(Some)
    }
}

/// The form of the type's own serde implementation.
pub struct Plain;

impl<T: Serialize + for<'de> Deserialize<'de>> Codec<T> for Plain {
    fn write<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        value.serialize(serializer)
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        T::deserialize(deserializer)
    }
}
