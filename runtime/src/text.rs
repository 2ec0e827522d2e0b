//! The text form of values in queries, headers and path labels.

use crate::json::{DateTime, EpochSeconds, HttpDate};
use crate::timestamp::Timestamp;

/// A value that can be bound to a query parameter, a header or a path label.
///
/// An unset option and an empty list have no text, a list one per entry.
/// Generated enums implement it with their wire name.
///
/// ```
/// use runtime::text::HttpValue;
///
/// struct Colour(&'static str);
/// impl HttpValue for Colour {
///     fn each_text(&self, each: &mut dyn FnMut(&str)) {
///         each(self.0);
///     }
/// }
///
/// let mut request = runtime::Request::new(runtime::Method::GET, "/paint");
/// request.query("colour", &vec![Colour("red"), Colour("sea green")]);
/// request.query("depth", &None::<i32>);
/// assert_eq!(request.query, "colour=red&colour=sea%20green");
/// ```
pub trait HttpValue {
    /// Calls `each` with every text of the value, in order.
    fn each_text(&self, each: &mut dyn FnMut(&str));
}

/// A form of values that have more than one, as a type: `DateTime`,
/// `HttpDate` and `EpochSeconds` for timestamps.
pub trait TextCodec<T: ?Sized> {
    /// Calls `each` with every text of the value, in order.
    fn each_text(value: &T, each: &mut dyn FnMut(&str));
}

/// A value that can be read from a header.
pub trait FromText: Sized {
    /// The value, or `None` when the text is not in the value's form.
    fn from_text(text: &str) -> Option<Self>;
}

/// As [`FromText`], for values that have more than one form.
pub trait ReadText<T> {
    /// The value, or `None` when the text is not in this form.
    fn from_text(text: &str) -> Option<T>;
}

impl HttpValue for str {
    fn each_text(&self, each: &mut dyn FnMut(&str)) {
        each(self);
    }
}

impl HttpValue for String {
    fn each_text(&self, each: &mut dyn FnMut(&str)) {
        each(self);
    }
}

impl HttpValue for bool {
    fn each_text(&self, each: &mut dyn FnMut(&str)) {
        each(if *self { "true" } else { "false" });
    }
}

impl<T: HttpValue + ?Sized> HttpValue for &T {
    fn each_text(&self, each: &mut dyn FnMut(&str)) {
        (**self).each_text(each);
    }
}

impl<T: HttpValue> HttpValue for Option<T> {
    fn each_text(&self, each: &mut dyn FnMut(&str)) {
        if let Some(value) = self {
            value.each_text(each);
        }
    }
}

impl<T: HttpValue> HttpValue for Vec<T> {
    fn each_text(&self, each: &mut dyn FnMut(&str)) {
        for value in self {
            value.each_text(each);
        }
    }
}

impl FromText for String {
    fn from_text(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }
}

impl FromText for bool {
    fn from_text(text: &str) -> Option<Self> {
        text.trim().parse().ok()
    }
}

macro_rules! integers {
    ($($integer:ty)*) => {$(
        impl HttpValue for $integer {
            fn each_text(&self, each: &mut dyn FnMut(&str)) {
                each(&self.to_string());
            }
        }

        impl FromText for $integer {
            fn from_text(text: &str) -> Option<Self> {
                text.trim().parse().ok()
            }
        }
    )*};
}

integers!(i8 i16 i32 i64);

macro_rules! floats {
    ($($float:ty)*) => {$(
        impl HttpValue for $float {
            fn each_text(&self, each: &mut dyn FnMut(&str)) {
                match crate::json::name_of_special(f64::from(*self)) {
                    Some(name) => each(name),
                    None => each(&self.to_string()),
                }
            }
        }

        impl FromText for $float {
            fn from_text(text: &str) -> Option<Self> {
                let text = text.trim();
                match crate::json::special_by_name(text) {
                    Some(value) => Some(value as Self),
                    None => text.parse().ok(),
                }
            }
        }
    )*};
}

floats!(f32 f64);

macro_rules! times {
    ($($form:ident: $write:expr, $read:expr;)*) => {$(
        impl TextCodec<Timestamp> for $form {
            fn each_text(value: &Timestamp, each: &mut dyn FnMut(&str)) {
                let write: fn(&Timestamp) -> String = $write;
                each(&write(value));
            }
        }

        impl TextCodec<Option<Timestamp>> for $form {
            fn each_text(value: &Option<Timestamp>, each: &mut dyn FnMut(&str)) {
                if let Some(value) = value {
                    <Self as TextCodec<Timestamp>>::each_text(value, each);
                }
            }
        }

        impl TextCodec<Vec<Timestamp>> for $form {
            fn each_text(value: &Vec<Timestamp>, each: &mut dyn FnMut(&str)) {
                for value in value {
                    <Self as TextCodec<Timestamp>>::each_text(value, each);
                }
            }
        }

        impl TextCodec<Option<Vec<Timestamp>>> for $form {
            fn each_text(value: &Option<Vec<Timestamp>>, each: &mut dyn FnMut(&str)) {
                if let Some(value) = value {
                    <Self as TextCodec<Vec<Timestamp>>>::each_text(value, each);
                }
            }
        }

        impl ReadText<Timestamp> for $form {
            fn from_text(text: &str) -> Option<Timestamp> {
                let read: fn(&str) -> Option<Timestamp> = $read;
                read(text)
            }
        }
    )*};
}

times! {
    DateTime: |time| time.to_string(), |text| text.parse().ok();
    HttpDate: |time| time.to_http_date(), Timestamp::from_http_date;
    EpochSeconds: |time| time.to_epoch_seconds(),
        |text| text.trim().parse().ok().and_then(Timestamp::from_epoch_seconds);
}
