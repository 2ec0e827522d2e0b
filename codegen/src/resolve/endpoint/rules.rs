//! Parameters, rules and endpoints.

use crate::json::{Value, ValueKind};
use crate::model::{
    BuiltIn, Condition, EndpointRule, RuleBody, RuleEndpoint, RuleExpr, RuleExprKind, RuleFunction,
    RuleParameter, RuleProperty, RuleSet, RuleType,
};

use super::expr::{Reader, Texts, unwrapped};
use super::functions::optional;
use super::{Read, RuleErrors};

/// The types that parameters can have.
pub(crate) const PARAMETER_TYPES: &str = "`string`, `boolean` and `stringArray`";

/// The type of a parameter; the name is case-insensitive.
pub(crate) fn parameter_type(text: &str) -> Option<RuleType> {
    match text.to_ascii_lowercase().as_str() {
        "string" => Some(RuleType::Text),
        "boolean" => Some(RuleType::Boolean),
        "stringarray" => Some(RuleType::Texts),
        _ => None,
    }
}

/// The maximum number of conditions in effect at a rule: its own, and those of
/// the enclosing trees. Each may assign a name, for which the rules below are
/// searched.
const MOST_CONDITIONS: usize = 200;

/// The maximum number of parameters. The rules are searched for each.
const MOST_PARAMETERS: usize = 200;

/// The name of the type of a parameter.
pub(crate) fn type_name(ty: &RuleType) -> &'static str {
    match ty {
        RuleType::Boolean => "boolean",
        RuleType::Texts => "stringArray",
        _ => "string",
    }
}

/// The rules of a service.
pub(crate) fn rule_set(value: &Value<'_>) -> Read<RuleSet> {
    let mut errors = RuleErrors::default();
    let parameters = parameters(value, &mut errors);
    let scope = parameters.iter().map(|parameter| {
        let is_there = parameter.required || parameter.default.is_some();
        let ty = parameter.ty.clone();
        let ty = if is_there { ty } else { optional(ty) };
        (parameter.name.clone(), ty)
    });
    let mut reader = Reader {
        scope: scope.collect(),
        errors: &mut errors,
        texts: Texts::Templates,
        depth: 0,
        conditions: 0,
    };
    let rules = match value.get("rules") {
        Some(rules) => reader.rules(rules),
        None => {
            let title = "endpoint rule set without `rules`";
            reader.errors.add::<()>(value.span, title);
            Vec::new()
        }
    };
    (RuleSet { parameters, rules }, errors.0)
}

fn parameters(value: &Value<'_>, errors: &mut RuleErrors) -> Vec<RuleParameter> {
    let declared = value.get("parameters").into_iter();
    let declared = declared.flat_map(|parameters| parameters.entries());
    let declared = declared.enumerate().map_while(|(position, entry)| {
        if position == MOST_PARAMETERS {
            let title = format!("more than {MOST_PARAMETERS} parameters");
            errors.add::<()>(entry.key_span, title)?;
        }
        Some(entry)
    });
    let declared: Vec<_> = declared.collect();
    declared
        .into_iter()
        .filter_map(|entry| parameter(&entry.key, &entry.value, errors))
        .collect()
}

fn parameter(name: &str, value: &Value<'_>, errors: &mut RuleErrors) -> Option<RuleParameter> {
    let Some(ty) = value.str("type").and_then(parameter_type) else {
        let span = value.get("type").map_or(value.span, |ty| ty.span);
        let title = format!("`{name}` has an invalid type");
        let help = format!("valid types are {PARAMETER_TYPES}");
        return errors.add_with_help(span, title, help);
    };
    let default = value.get("default");
    if let Some(default) = default
        && !is_of(&ty, default)
    {
        let title = format!(
            "the default of `{name}` has the wrong type: {}",
            default.noun()
        );
        return errors.add(default.span, title);
    }
    Some(RuleParameter {
        name: name.to_owned(),
        ty,
        built_in: value.str("builtIn").and_then(built_in),
        required: value.get("required").and_then(Value::as_bool) == Some(true),
        default: default.map(Value::to_node),
    })
}

/// Whether a value has a parameter's type.
pub(crate) fn is_of(ty: &RuleType, value: &Value<'_>) -> bool {
    match (ty, &value.kind) {
        (RuleType::Text, ValueKind::String(_)) | (RuleType::Boolean, ValueKind::Bool(_)) => true,
        (RuleType::Texts, ValueKind::Array(elements)) => {
            elements.iter().all(|element| element.as_str().is_some())
        }
        _ => false,
    }
}

/// The built-in parameters that clients support.
pub(crate) fn built_in(text: &str) -> Option<BuiltIn> {
    Some(match text {
        "AWS::Region" => BuiltIn::Region,
        "AWS::UseFIPS" => BuiltIn::UseFips,
        "AWS::UseDualStack" => BuiltIn::UseDualStack,
        "SDK::Endpoint" => BuiltIn::Endpoint,
        _ => return None,
    })
}

impl Reader<'_> {
    fn rules(&mut self, value: &Value<'_>) -> Vec<EndpointRule> {
        let rules = value.elements().iter();
        rules.filter_map(|rule| self.rule(rule)).collect()
    }

    /// Reads a rule. The names that its conditions assign are only in scope
    /// inside it.
    fn rule(&mut self, value: &Value<'_>) -> Option<EndpointRule> {
        self.nested(value.span, |reader| reader.nested_rule(value))
    }

    fn nested_rule(&mut self, value: &Value<'_>) -> Option<EndpointRule> {
        let outer = self.scope.len();
        let conditions = value.get("conditions").map_or(&[][..], Value::elements);
        let before = self.conditions;
        self.conditions += conditions.len();
        if self.conditions > MOST_CONDITIONS {
            self.conditions = before;
            let title = format!("rule after more than {MOST_CONDITIONS} conditions");
            return self.errors.add(value.span, title);
        }
        let read: Vec<Option<Condition>> = conditions
            .iter()
            .map(|condition| self.condition(condition))
            .collect();
        // Without one of them, nothing is known of the names that follow.
        let conditions: Option<Vec<Condition>> = read.into_iter().collect();
        let then = conditions.is_some().then(|| self.then(value)).flatten();
        self.scope.truncate(outer);
        self.conditions = before;
        Some(EndpointRule {
            conditions: conditions?,
            then: then?,
        })
    }

    fn condition(&mut self, value: &Value<'_>) -> Option<Condition> {
        if value.get("fn").is_none() {
            let title = "condition is not a function call";
            let help = "write `{\"fn\": …, \"argv\": […]}`";
            return self.errors.add_with_help(value.span, title, help);
        }
        let expr = self.expr(value)?;
        // From here on it is certain that the value is there.
        if let RuleExprKind::Call(RuleFunction::IsSet, arguments) = &expr.kind
            && let [argument] = arguments.as_slice()
            && let (RuleExprKind::Reference(name), (inner, true)) =
                (&argument.kind, unwrapped(&argument.ty))
        {
            self.scope.push((name.clone(), inner.clone()));
        }
        let assign = value.get("assign");
        if let Some(assign) = assign {
            let Some(name) = assign.as_str().filter(|name| !name.is_empty()) else {
                return self.errors.add(assign.span, "`assign` must be a name");
            };
            if self.scope.iter().any(|(known, _)| known == name) {
                let title = format!("duplicate name `{name}`");
                return self
                    .errors
                    .add_with_help(assign.span, title, "assign to another name");
            }
            self.scope
                .push((name.to_owned(), unwrapped(&expr.ty).0.clone()));
        }
        Some(Condition {
            value: expr,
            assign: assign.and_then(Value::as_str).map(str::to_owned),
        })
    }

    fn then(&mut self, value: &Value<'_>) -> Option<RuleBody> {
        match value.str("type") {
            Some("endpoint") => {
                let endpoint = self.part(value, "endpoint")?;
                self.endpoint(endpoint).map(RuleBody::Endpoint)
            }
            Some("error") => {
                let error = self.part(value, "error")?;
                self.of_type(error, &RuleType::Text).map(RuleBody::Error)
            }
            Some("tree") => {
                let rules = self.part(value, "rules")?;
                Some(RuleBody::Rules(self.rules(rules)))
            }
            _ => {
                let span = value.get("type").map_or(value.span, |ty| ty.span);
                let title = "unknown rule type";
                let help = "valid types are `endpoint`, `error` and `tree`";
                self.errors.add_with_help(span, title, help)
            }
        }
    }

    fn part<'v, 'a>(&mut self, value: &'v Value<'a>, name: &str) -> Option<&'v Value<'a>> {
        match value.get(name) {
            Some(part) => Some(part),
            None => self
                .errors
                .add(value.span, format!("missing property `{name}`")),
        }
    }

    pub(super) fn endpoint(&mut self, value: &Value<'_>) -> Option<RuleEndpoint> {
        let url = self.part(value, "url")?;
        let url = self.of_type(url, &RuleType::Text)?;
        let mut headers = Vec::new();
        for entry in value.get("headers").into_iter().flat_map(|v| v.entries()) {
            let values = entry.value.elements().iter();
            let values: Option<Vec<RuleExpr>> = values
                .map(|value| self.of_type(value, &RuleType::Text))
                .collect();
            headers.push((entry.key.to_string(), values?));
        }
        headers.sort_by(|(one, _), (other, _)| one.cmp(other));
        let properties = value.get("properties");
        let properties = properties.map_or(Some(Vec::new()), |value| self.entries(value))?;
        Some(RuleEndpoint {
            url,
            headers,
            properties,
        })
    }

    fn entries(&mut self, value: &Value<'_>) -> Option<Vec<(String, RuleProperty)>> {
        let entries = value.entries();
        let entries: Option<Vec<_>> = entries
            .map(|entry| Some((entry.key.to_string(), self.property(&entry.value)?)))
            .collect();
        let mut entries = entries?;
        entries.sort_by(|(one, _), (other, _)| one.cmp(other));
        Some(entries)
    }

    fn property(&mut self, value: &Value<'_>) -> Option<RuleProperty> {
        self.nested(value.span, |reader| reader.nested_property(value))
    }

    fn nested_property(&mut self, value: &Value<'_>) -> Option<RuleProperty> {
        Some(match &value.kind {
            ValueKind::String(_) => RuleProperty::Text(self.of_type(value, &RuleType::Text)?),
            ValueKind::Bool(value) => RuleProperty::Boolean(*value),
            ValueKind::Array(elements) => {
                let elements = elements.iter().map(|element| self.property(element));
                RuleProperty::List(elements.collect::<Option<_>>()?)
            }
            ValueKind::Object(_) if value.get("ref").is_some() || value.get("fn").is_some() => {
                RuleProperty::Text(self.of_type(value, &RuleType::Text)?)
            }
            ValueKind::Object(_) => RuleProperty::Map(self.entries(value)?),
            ValueKind::Number(_) => {
                let number = value.as_number().and_then(|number| number.as_i64());
                match number {
                    Some(number) => RuleProperty::Integer(number),
                    None => {
                        return self.errors.add(value.span, "number is not an integer");
                    }
                }
            }
            ValueKind::Null => {
                return self.errors.add(value.span, "null is not a valid property");
            }
        })
    }
}
