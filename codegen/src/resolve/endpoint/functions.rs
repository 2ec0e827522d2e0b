//! The functions that rules may call, and the records that they return.

use crate::model::{Attribute, RuleFunction, RuleType};

/// A function with the types of its arguments and of its value.
pub(super) struct Signature {
    pub(super) name: &'static str,
    pub(super) function: RuleFunction,
    pub(super) arguments: &'static [Argument],
    pub(super) result: fn() -> RuleType,
}

/// The parameters of a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Argument {
    Text,
    Boolean,
    Integer,
    /// Any value, optional or not.
    Any,
}

impl Argument {
    /// The required type; `None` if every type is allowed.
    pub(super) fn ty(self) -> Option<RuleType> {
        match self {
            Self::Text => Some(RuleType::Text),
            Self::Boolean => Some(RuleType::Boolean),
            Self::Integer => Some(RuleType::Integer),
            Self::Any => None,
        }
    }
}

macro_rules! signatures {
    ($($name:literal $function:ident($($argument:ident),*) -> $result:expr;)*) => {
        /// The functions with a fixed type. `getAttr`, `coalesce` and `ite` are
        /// read separately.
        pub(super) const SIGNATURES: &[Signature] = &[$(Signature {
            name: $name,
            function: RuleFunction::$function,
            arguments: &[$(Argument::$argument),*],
            result: || $result,
        }),*];
    };
}

signatures! {
    "aws.isVirtualHostableS3Bucket" IsVirtualHostableS3Bucket(Text, Boolean) -> RuleType::Boolean;
    "aws.parseArn" ParseArn(Text) -> optional(RuleType::Arn);
    "aws.partition" Partition(Text) -> optional(RuleType::Partition);
    "booleanEquals" Equals(Boolean, Boolean) -> RuleType::Boolean;
    "isSet" IsSet(Any) -> RuleType::Boolean;
    "isValidHostLabel" IsValidHostLabel(Text, Boolean) -> RuleType::Boolean;
    "not" Not(Boolean) -> RuleType::Boolean;
    "parseURL" ParseUrl(Text) -> optional(RuleType::Url);
    "split" Split(Text, Text, Integer) -> RuleType::Texts;
    "stringEquals" Equals(Text, Text) -> RuleType::Boolean;
    "substring" Substring(Text, Integer, Integer, Boolean) -> optional(RuleType::Text);
    "uriEncode" UriEncode(Text) -> RuleType::Text;
}

/// The functions that are not in [`SIGNATURES`].
pub(super) const SPECIAL: &[&str] = &["coalesce", "getAttr", "ite"];

/// A type whose values may be absent.
pub(super) fn optional(ty: RuleType) -> RuleType {
    RuleType::Optional(Box::new(ty))
}

macro_rules! attributes {
    ($($name:literal $ty:ident,)*) => {
        &[$(Attribute { name: $name, ty: RuleType::$ty }),*]
    };
}

const PARTITION: &[Attribute] = attributes! {
    "name" Text,
    "dnsSuffix" Text,
    "dualStackDnsSuffix" Text,
    "supportsFIPS" Boolean,
    "supportsDualStack" Boolean,
    "implicitGlobalRegion" Text,
};

const ARN: &[Attribute] = attributes! {
    "partition" Text,
    "service" Text,
    "region" Text,
    "accountId" Text,
    "resourceId" Texts,
};

const URL: &[Attribute] = attributes! {
    "scheme" Text,
    "authority" Text,
    "path" Text,
    "normalizedPath" Text,
    "isIp" Boolean,
};

/// The attributes of values of a type.
pub(super) fn attributes(ty: &RuleType) -> &'static [Attribute] {
    match ty {
        RuleType::Partition => PARTITION,
        RuleType::Arn => ARN,
        RuleType::Url => URL,
        _ => &[],
    }
}

/// The type of a value, for messages.
pub(super) fn noun(ty: &RuleType) -> String {
    match ty {
        RuleType::Text => "a string".to_owned(),
        RuleType::Boolean => "a boolean".to_owned(),
        RuleType::Integer => "an integer".to_owned(),
        RuleType::Texts => "a list of strings".to_owned(),
        RuleType::Partition => "a partition".to_owned(),
        RuleType::Arn => "the parts of an ARN".to_owned(),
        RuleType::Url => "the parts of a URL".to_owned(),
        RuleType::Optional(inner) => format!("{} that may be unset", noun(inner)),
    }
}
