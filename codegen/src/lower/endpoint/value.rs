//! Expressions of rules, and the ownership of their values.

use std::collections::BTreeSet;

use proc_macro2::Ident;

use crate::model::{Position, RuleExpr, RuleExprKind, RuleFunction, RuleType, TemplatePart};
use crate::names;
use crate::rust::{FormatPart, RuleValue};

use crate::lower::context::LowerContext;

/// The ownership of a value, or of the value in an `Option`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ValueForm {
    /// Copied: booleans, numbers.
    Copy,
    /// A reference.
    Borrowed,
    /// Owned by a variable.
    Place,
    /// A temporary.
    Owned,
}

/// The Rust variable for a name in the rules.
#[derive(Clone, Debug)]
pub(super) struct Variable {
    name: String,
    ident: Ident,
    form: ValueForm,
}

/// The names in scope.
pub(super) struct ValueScope<'a, 'c> {
    context: &'c LowerContext<'a>,
    variables: Vec<Variable>,
    /// Names of variables in scope.
    taken: BTreeSet<String>,
}

impl<'a, 'c> ValueScope<'a, 'c> {
    pub(super) fn new(context: &'c LowerContext<'a>) -> Self {
        Self {
            context,
            variables: Vec::new(),
            taken: ["parameters", "resolve", "value"].map(str::to_owned).into(),
        }
    }

    /// Adds a name.
    pub(super) fn add(&mut self, name: &str, form: ValueForm) -> Ident {
        let mut rust = self.context.names.function(name);
        while !self.taken.insert(rust.clone()) {
            rust.push('_');
        }
        let ident = names::ident(&rust);
        self.variables.push(Variable {
            name: name.to_owned(),
            ident: ident.clone(),
            form,
        });
        ident
    }

    /// Shadows an option with its value.
    pub(super) fn narrow(&mut self, name: &str) -> Option<Ident> {
        let known = self.find(name)?.clone();
        let ident = known.ident.clone();
        self.variables.push(known);
        Some(ident)
    }

    pub(super) fn len(&self) -> usize {
        self.variables.len()
    }

    /// Ends the scope of later names.
    pub(super) fn truncate(&mut self, len: usize) {
        for gone in self.variables.drain(len..) {
            self.taken.remove(&gone.ident.to_string());
        }
        for known in &self.variables {
            self.taken.insert(known.ident.to_string());
        }
    }

    fn find(&self, name: &str) -> Option<&Variable> {
        self.variables.iter().rev().find(|known| known.name == name)
    }

    /// An expression.
    pub(super) fn value(&self, expr: &RuleExpr) -> (RuleValue, ValueForm) {
        match &expr.kind {
            RuleExprKind::Boolean(value) => (RuleValue::Boolean(*value), ValueForm::Copy),
            RuleExprKind::Integer(value) => (number(*value), ValueForm::Copy),
            RuleExprKind::Reference(name) => match self.find(name) {
                Some(known) => (RuleValue::Variable(known.ident.clone()), known.form),
                // The checks reject unknown references.
                None => (RuleValue::Text(String::new()), ValueForm::Borrowed),
            },
            RuleExprKind::Template(parts) => self.template(parts),
            RuleExprKind::Attribute(of, attribute) => {
                let field = names::ident(&self.context.names.function(attribute.name));
                self.attribute(of, &field, form_of(&attribute.ty))
            }
            RuleExprKind::Index(of, position) => self.index(of, *position),
            RuleExprKind::Call(function, arguments) => self.call(*function, arguments),
        }
    }

    /// A borrowed value, as for arguments.
    pub(super) fn borrowed(&self, expr: &RuleExpr) -> RuleValue {
        match self.value(expr) {
            (value, ValueForm::Copy | ValueForm::Borrowed) => value,
            (value, ValueForm::Place | ValueForm::Owned) => RuleValue::Borrow(Box::new(value)),
        }
    }

    /// A value for `impl Into<String>`.
    pub(super) fn as_text(&self, expr: &RuleExpr) -> RuleValue {
        match self.value(expr) {
            (value, ValueForm::Place) => RuleValue::AsStr(Box::new(value)),
            (value, _) => value,
        }
    }

    /// An owned value.
    pub(super) fn owned(&self, expr: &RuleExpr) -> RuleValue {
        match self.value(expr) {
            (value, ValueForm::Copy | ValueForm::Owned) => value,
            (value, _) if is_optional(expr) => RuleValue::MapToOwned(Box::new(value)),
            (value, ValueForm::Borrowed | ValueForm::Place) => RuleValue::ToOwned(Box::new(value)),
        }
    }

    fn template(&self, parts: &[TemplatePart]) -> (RuleValue, ValueForm) {
        match parts {
            [] => return (RuleValue::Text(String::new()), ValueForm::Borrowed),
            [TemplatePart::Literal(text)] => {
                return (RuleValue::Text(text.clone()), ValueForm::Borrowed);
            }
            [TemplatePart::Expr(expr)] => return self.value(expr),
            _ => {}
        }
        let parts = parts.iter().map(|part| match part {
            TemplatePart::Literal(text) => FormatPart::Literal(text.clone()),
            TemplatePart::Expr(expr) => match self.value(expr).0 {
                RuleValue::Variable(ident) => FormatPart::Inline(ident),
                value => FormatPart::Argument(value),
            },
        });
        (RuleValue::Format(parts.collect()), ValueForm::Owned)
    }

    fn attribute(&self, of: &RuleExpr, field: &Ident, form: ValueForm) -> (RuleValue, ValueForm) {
        let (record, owner) = self.value(of);
        let form = match (form, inner(&of.ty), owner) {
            // Partitions are in a static table.
            (ValueForm::Place, RuleType::Partition, _) => ValueForm::Borrowed,
            (ValueForm::Place, _, ValueForm::Owned) => ValueForm::Owned,
            (form, ..) => form,
        };
        if is_optional(of) {
            let value = names::ident("value");
            let of_value =
                RuleValue::Field(Box::new(RuleValue::Variable(value.clone())), field.clone());
            return (
                RuleValue::Map(Box::new(record), value, Box::new(of_value)),
                form,
            );
        }
        (RuleValue::Field(Box::new(record), field.clone()), form)
    }

    fn index(&self, of: &RuleExpr, position: Position) -> (RuleValue, ValueForm) {
        let (list, owner) = self.value(of);
        if is_optional(of) {
            let value = names::ident("value");
            let list = Box::new(list);
            let at = |form| {
                let of_value = Box::new(RuleValue::Variable(value.clone()));
                match form {
                    ValueForm::Owned => RuleValue::Take(of_value, position),
                    _ => RuleValue::Get(of_value, position),
                }
            };
            let found = RuleValue::AndThen(list, value.clone(), Box::new(at(owner)));
            return match owner {
                ValueForm::Owned => (found, ValueForm::Owned),
                _ => (RuleValue::MapAsStr(Box::new(found)), ValueForm::Borrowed),
            };
        }
        match owner {
            ValueForm::Owned => (RuleValue::Take(Box::new(list), position), ValueForm::Owned),
            _ => {
                let found = RuleValue::Get(Box::new(list), position);
                (RuleValue::MapAsStr(Box::new(found)), ValueForm::Borrowed)
            }
        }
    }

    fn call(&self, function: RuleFunction, arguments: &[RuleExpr]) -> (RuleValue, ValueForm) {
        let name = match function {
            RuleFunction::IsSet => return (self.is_set(arguments), ValueForm::Copy),
            RuleFunction::Not => {
                let value = arguments.first().map(|argument| self.value(argument).0);
                let value = value.unwrap_or(RuleValue::Boolean(false));
                return (not(value), ValueForm::Copy);
            }
            RuleFunction::Equals => return (self.equals(arguments), ValueForm::Copy),
            RuleFunction::Coalesce => return self.coalesce(arguments),
            RuleFunction::IfElse => return self.if_else(arguments),
            RuleFunction::Substring => "substring",
            RuleFunction::UriEncode => "uri_encode",
            RuleFunction::Split => "split",
            RuleFunction::ParseUrl => "parse_url",
            RuleFunction::IsValidHostLabel => "is_valid_host_label",
            RuleFunction::Partition => "partition",
            RuleFunction::ParseArn => "parse_arn",
            RuleFunction::IsVirtualHostableS3Bucket => "is_virtual_hostable_s3_bucket",
        };
        let form = match function {
            RuleFunction::Partition => ValueForm::Borrowed,
            RuleFunction::IsValidHostLabel | RuleFunction::IsVirtualHostableS3Bucket => {
                ValueForm::Copy
            }
            _ => ValueForm::Owned,
        };
        let edge = function == RuleFunction::Substring;
        let arguments = arguments.iter().map(|argument| match &argument.kind {
            RuleExprKind::Boolean(true) if edge => RuleValue::Edge("End"),
            RuleExprKind::Boolean(false) if edge => RuleValue::Edge("Start"),
            _ => self.borrowed(argument),
        });
        (RuleValue::Call(name, arguments.collect()), form)
    }

    /// Whether a value is set. Only options need a check.
    fn is_set(&self, arguments: &[RuleExpr]) -> RuleValue {
        match arguments {
            [argument] if is_optional(argument) => {
                RuleValue::IsSome(Box::new(self.value(argument).0))
            }
            _ => RuleValue::Boolean(true),
        }
    }

    fn equals(&self, arguments: &[RuleExpr]) -> RuleValue {
        let [one, other] = arguments else {
            return RuleValue::Boolean(false);
        };
        match (self.value(one).0, self.value(other).0) {
            (value, RuleValue::Boolean(true)) | (RuleValue::Boolean(true), value) => value,
            (value, RuleValue::Boolean(false)) | (RuleValue::Boolean(false), value) => not(value),
            (RuleValue::Text(one), RuleValue::Text(other)) => RuleValue::Boolean(one == other),
            (value, RuleValue::Text(text)) | (RuleValue::Text(text), value) if text.is_empty() => {
                RuleValue::IsEmpty(Box::new(value))
            }
            (one, other) => RuleValue::Equal(Box::new(one), Box::new(other)),
        }
    }

    fn coalesce(&self, arguments: &[RuleExpr]) -> (RuleValue, ValueForm) {
        let form = match arguments.first() {
            Some(first) if *inner(&first.ty) == RuleType::Boolean => ValueForm::Copy,
            _ => ValueForm::Owned,
        };
        // Values after one that is always set are never used.
        let end = arguments.iter().position(|argument| !is_optional(argument));
        let (asked, is_certain) = match end {
            Some(end) => (end + 1, true),
            None => (arguments.len(), false),
        };
        let mut values = arguments.iter().take(asked).rev();
        let mut is_last = is_certain;
        let last = values.next().map(|argument| self.owned(argument));
        let value = values.fold(last, |later, argument| {
            let (value, later) = (Box::new(self.owned(argument)), Box::new(later?));
            Some(if std::mem::replace(&mut is_last, is_certain) {
                RuleValue::UnwrapOrElse(value, later)
            } else {
                RuleValue::OrElse(value, later)
            })
        });
        (value.unwrap_or(RuleValue::Text(String::new())), form)
    }

    fn if_else(&self, arguments: &[RuleExpr]) -> (RuleValue, ValueForm) {
        let [condition, yes, no] = arguments else {
            return (RuleValue::Boolean(false), ValueForm::Copy);
        };
        let form = match inner(&yes.ty) {
            RuleType::Boolean => ValueForm::Copy,
            _ => ValueForm::Owned,
        };
        let some = is_optional(yes) || is_optional(no);
        let choice = |expr| match self.owned(expr) {
            value if some && !is_optional(expr) => RuleValue::Some(Box::new(value)),
            value => value,
        };
        let condition = Box::new(self.value(condition).0);
        let value = RuleValue::If(condition, Box::new(choice(yes)), Box::new(choice(no)));
        (value, form)
    }
}

fn not(value: RuleValue) -> RuleValue {
    match value {
        RuleValue::Boolean(value) => RuleValue::Boolean(!value),
        RuleValue::Not(value) => *value,
        RuleValue::Equal(one, other) => RuleValue::Unequal(one, other),
        RuleValue::Unequal(one, other) => RuleValue::Equal(one, other),
        RuleValue::IsSome(value) => RuleValue::IsNone(value),
        RuleValue::IsNone(value) => RuleValue::IsSome(value),
        value => RuleValue::Not(Box::new(value)),
    }
}

fn number(value: i64) -> RuleValue {
    RuleValue::Integer(usize::try_from(value).unwrap_or_default())
}

/// The ownership of attributes of a record that a variable owns.
fn form_of(ty: &RuleType) -> ValueForm {
    match ty {
        RuleType::Boolean | RuleType::Integer => ValueForm::Copy,
        _ => ValueForm::Place,
    }
}

/// The type without an option.
pub(super) fn inner(ty: &RuleType) -> &RuleType {
    match ty {
        RuleType::Optional(inner) => inner,
        other => other,
    }
}

pub(super) fn is_optional(expr: &RuleExpr) -> bool {
    matches!(expr.ty, RuleType::Optional(_))
}
