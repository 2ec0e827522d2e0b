//! Small models of any depth or width.

use serde_json::{Map, Value, json};

/// Models that differ only in a number.
pub(crate) struct Family {
    pub(crate) name: &'static str,
    /// The text of the model of a size.
    pub(crate) model: fn(usize) -> String,
}

macro_rules! families {
    ($($name:literal => $model:expr,)*) => { &[$(Family { name: $name, model: $model }),*] };
}

/// Models whose values, types or expressions nest.
pub(crate) const DEEP: &[Family] = families! {
    "path ." => |count| path("d", ".d", "", "", count),
    "path [0]" => |count| path("d", "[0]", "", "", count),
    "path []" => |count| path("d", "[]", "", "", count),
    "path [*]" => |count| path("d", "[*]", "", "", count),
    "path [1:2]" => |count| path("d", "[1:2]", "", "", count),
    "path [?]" => |count| path("d", "[?d]", "", "", count),
    "path .*" => |count| path("d", ".*", "", "", count),
    "path |" => |count| path("d", " | d", "", "", count),
    "path ||" => |count| path("d", " || d", "", "", count),
    "path &&" => |count| path("d", " && d", "", "", count),
    "path ==" => |count| path("d", " == d", "", "", count),
    "path (" => |count| path("", "(", "d", ")", count),
    "path !" => |count| path("", "!", "d", "", count),
    "path [" => |count| path("", "[", "d", "]", count),
    "path {" => |count| path("", "{a: ", "d", "}", count),
    "path function" => |count| path("", "not_null(", "d", ")", count),
    "path condition" => |count| path("", "d[?", "d", "]", count),
    "path literal" => |count| path("d == `", "[", "", "]", count).replace("]\"", "]`\""),
    "path copies" => |count| path("d", " | {a: @, b: @}", "", "", count),
    "nested lists" => |count| collections(count, |next| json!({ "type": "list", "member": { "target": next } })),
    "nested maps" => |count| collections(count, |next| json!({
        "type": "map", "key": { "target": "smithy.api#String" }, "value": { "target": next }
    })),
    "mixins in a row" => mixins_in_a_row,
    "endpoint rule trees" => |count| {
        let nested = (0..count.min(90)).fold(endpoint(), |inner, _| json!({
            "type": "tree", "conditions": [is_set()], "rules": [inner, endpoint()]
        }));
        rules(vec![nested, endpoint()], 0)
    },
    "endpoint expressions" => |count| {
        let nested = (0..count.min(90)).fold(is_set(), |inner, _| json!({ "fn": "not", "argv": [inner] }));
        rules(vec![with_conditions(vec![nested]), endpoint()], 0)
    },
    "endpoint conditions" => |count| {
        let conditions = (0..count).map(|at| json!({
            "fn": "substring", "argv": [{ "ref": "Region" }, 0, 1, false], "assign": format!("v{at}")
        }));
        rules(vec![with_conditions(conditions.collect()), endpoint()], 0)
    },
    "nested documents" => |count| {
        let nested = (0..count.min(100)).fold(json!("x"), |inner, _| json!([inner]));
        example(json!({ "d": nested }))
    },
};

/// Models with many items of one kind.
pub(crate) const WIDE: &[Family] = families! {
    "structures in a row" => |count| chain(count, "structure", false),
    "structures in a circle" => |count| chain(count, "structure", true),
    "unions in a row" => |count| chain(count, "union", false),
    "resources in a row" => |count| {
        let shapes = (0..count).map(|at| {
            let next = (at + 1 < count).then(|| json!({ "target": id("R", at + 1) }));
            (id("R", at), json!({ "type": "resource", "resources": next.into_iter().collect::<Vec<_>>() }))
        });
        let mut model = base(json!({}), shapes.collect());
        model["shapes"]["c.e#Service"]["resources"] = json!([{ "target": id("R", 0) }]);
        model.to_string()
    },
    "mixins of a shape" => |count| {
        let mut shapes: Map<String, Value> = (0..count).map(|at| (id("M", at), mixin(at, None))).collect();
        let mixins = (0..count).map(|at| json!({ "target": id("M", at) }));
        let mixins: Vec<Value> = mixins.collect();
        shapes.insert("c.e#Top".to_owned(), json!({ "type": "structure", "members": {}, "mixins": mixins }));
        base(json!({ "top": { "target": "c.e#Top" } }), shapes).to_string()
    },
    "misspelled targets" => |count| {
        let shapes = (0..count).map(|at| {
            let member = json!({ "target": format!("c.e#Shpae{at:05}") });
            (format!("c.e#Shape{at:05}"), json!({ "type": "structure", "members": { "a": member } }))
        });
        base(json!({}), shapes.collect()).to_string()
    },
    "unknown traits" => |count| {
        let shapes = (0..count).map(|at| {
            let traits = json!({ format!("smithy.api#documentatoin{at}"): "x" });
            (id("S", at), json!({ "type": "string", "traits": traits }))
        });
        base(json!({}), shapes.collect()).to_string()
    },
    "misspelled members" => |count| {
        let input: Map<String, Value> = (0..count).map(|at| (format!("memebr{at:05}"), json!("x"))).collect();
        let members: Map<String, Value> = (0..count)
            .map(|at| (format!("member{at:05}"), json!({ "target": "smithy.api#String" })))
            .collect();
        let mut model = base(members.into(), Map::new());
        model["shapes"]["c.e#Get"]["traits"]["smithy.api#examples"] =
            json!([{ "title": "x", "input": input, "output": {} }]);
        model.to_string()
    },
    "members" => |count| {
        let members: Map<String, Value> = (0..count)
            .map(|at| (format!("member{at:05}"), json!({ "target": "smithy.api#String" })))
            .collect();
        base(members.into(), Map::new()).to_string()
    },
    "headers" => |count| bound(count, |at| json!({ "smithy.api#httpHeader": format!("x-{at}") })),
    "query parameters" => |count| bound(count, |at| json!({ "smithy.api#httpQuery": format!("q{at}") })),
    "defaults of members" => |count| bound(count, |_| {
        json!({ "smithy.api#default": "x", "smithy.api#length": { "max": 3 } })
    }),
    "members of an example" => |count| {
        let input: Map<String, Value> = (0..count).map(|at| (format!("member{at:05}"), json!("x"))).collect();
        let mut model: Value = serde_json::from_str(&bound(count, |_| json!({}))).unwrap();
        model["shapes"]["c.e#Get"]["traits"]["smithy.api#examples"] =
            json!([{ "title": "x", "input": input, "output": {} }]);
        model.to_string()
    },
    "values of an enum" => |count| {
        let values: Map<String, Value> = (0..count)
            .map(|at| (format!("V{at}"), json!({
                "target": "smithy.api#Unit", "traits": { "smithy.api#enumValue": format!("v{at}") }
            })))
            .collect();
        let shapes = Map::from_iter([("c.e#Kind".to_owned(), json!({ "type": "enum", "members": values }))]);
        base(json!({ "kind": { "target": "c.e#Kind" } }), shapes).to_string()
    },
    "suppressions" => |count| {
        let shapes = (0..count).map(|at| (id("S", at), json!({ "type": "string" })));
        let mut model = base(json!({}), shapes.collect());
        let one = json!({ "id": "M0902", "namespace": "c.e", "reason": "x" });
        model["metadata"] = json!({ "suppressions": vec![one; count] });
        model.to_string()
    },
    "suppressing traits" => |count| {
        let shapes = (0..count).map(|at| {
            let traits = json!({ "smithy.api#suppress": ["M0902"] });
            (id("S", at), json!({ "type": "string", "traits": traits }))
        });
        base(json!({}), shapes.collect()).to_string()
    },
    "tags" => |count| {
        let tags: Vec<String> = (0..count).map(|at| format!("tag {at}")).collect();
        with_trait("smithy.api#tags", json!(tags))
    },
    "apply statements" => |count| {
        let mut shapes: Map<String, Value> = (0..count)
            .map(|at| (format!("c.e#Input$member{at:05}"), json!({
                "type": "apply", "traits": { "smithy.api#documentation": "x" }
            })))
            .collect();
        let members: Map<String, Value> = (0..count)
            .map(|at| (format!("member{at:05}"), json!({ "target": "smithy.api#String" })))
            .collect();
        let model = base(members.into(), std::mem::take(&mut shapes));
        model.to_string()
    },
    "endpoint rules" => |count| {
        let rules_of = (0..count).map(|at| with_conditions(vec![json!({
            "fn": "stringEquals", "argv": [{ "ref": "Region" }, format!("r{at}")]
        })]));
        rules(rules_of.chain([endpoint()]).collect(), 0)
    },
    "endpoint parameters" => |count| rules(vec![endpoint()], count),
    "waiters" => |count| {
        let waiters = (0..count).map(|at| (format!("Ready{at}"), json!({
            "acceptors": [{ "state": "success", "matcher": { "success": true } }]
        })));
        with_trait("smithy.waiters#waitable", Value::Object(waiters.collect()))
    },
};

/// Models with a long text.
pub(crate) const LONG: &[Family] = families! {
    "pattern [" => |count| pattern(&"[".repeat(count)),
    "pattern [a" => |count| pattern(&"[a".repeat(count)),
    "pattern []" => |count| pattern(&("[".repeat(count) + "]")),
    "pattern {" => |count| pattern(&"{".repeat(count)),
    "pattern a{" => |count| pattern(&"a{".repeat(count)),
    "pattern (" => |count| pattern(&"(".repeat(count)),
    "pattern \\" => |count| pattern(&"\\".repeat(count)),
    "documentation [" => |count| documentation(&"[".repeat(count)),
    "documentation ](" => |count| documentation(&"](".repeat(count)),
    "documentation `" => |count| documentation(&"` `` ".repeat(count / 4)),
    "documentation *" => |count| documentation(&"*a_ ".repeat(count / 4)),
    "documentation >" => |count| documentation(&"> \n".repeat(count / 4)),
    "documentation http" => |count| documentation(&"http".repeat(count / 4)),
    "documentation <a" => |count| documentation(&("</".to_owned() + &"<a ".repeat(count / 4))),
    "documentation <i>" => |count| documentation(&"<i>a</i".repeat(count / 4)),
    "documentation <a>" => |count| documentation(&"<a href=\"x:y\">a</".repeat(count / 4)),
    "documentation <ul>" => |count| documentation(&"<ul><li>a</".repeat(count / 4)),
    "documentation &" => |count| documentation(&("</".to_owned() + &"&".repeat(count))),
    "template" => |count| {
        let url = format!("https://{}", "{Region}".repeat(count / 8));
        let rule = json!({ "type": "endpoint", "conditions": [], "endpoint": { "url": url } });
        rules(vec![rule], 0)
    },
    "uri" => |count| {
        let mut model = base(json!({}), Map::new());
        model["shapes"]["c.e#Get"]["traits"]["smithy.api#http"]["uri"] = "/a".repeat(count / 4).into();
        model.to_string()
    },
};

fn id(name: &str, at: usize) -> String {
    format!("c.e#{name}{at}")
}

/// A model with an operation, its input members, and other shapes.
fn base(members: Value, shapes: Map<String, Value>) -> Value {
    let mut model = json!({ "smithy": "2.0", "shapes": {
        "c.e#Service": {
            "type": "service", "version": "2026-01-01", "operations": [{ "target": "c.e#Get" }],
            "traits": {
                "aws.api#service": { "sdkId": "Service", "endpointPrefix": "service" },
                "aws.auth#sigv4": { "name": "service" },
                "aws.protocols#restJson1": {}
            }
        },
        "c.e#Get": {
            "type": "operation", "input": { "target": "c.e#Input" }, "output": { "target": "c.e#Output" },
            "traits": { "smithy.api#http": { "method": "POST", "uri": "/", "code": 200 } }
        },
        "c.e#Input": { "type": "structure", "members": members },
        "c.e#Output": { "type": "structure", "members": { "d": { "target": "smithy.api#Document" } } }
    }});
    model["shapes"].as_object_mut().unwrap().extend(shapes);
    model
}

fn with_trait(id: &str, value: Value) -> String {
    let mut model = base(json!({}), Map::new());
    model["shapes"]["c.e#Get"]["traits"][id] = value;
    model.to_string()
}

fn documentation(text: &str) -> String {
    with_trait("smithy.api#documentation", text.into())
}

fn pattern(text: &str) -> String {
    let shape = json!({ "type": "string", "traits": { "smithy.api#pattern": text } });
    let shapes = Map::from_iter([("c.e#Text".to_owned(), shape)]);
    base(json!({ "text": { "target": "c.e#Text" } }), shapes).to_string()
}

/// A waiter with a path that repeats a step.
fn path(begin: &str, step: &str, inner: &str, end: &str, count: usize) -> String {
    let path = format!("{begin}{}{inner}{}", step.repeat(count), end.repeat(count));
    let output = json!({ "path": path, "expected": "a", "comparator": "stringEquals" });
    let acceptor = json!({ "state": "success", "matcher": { "output": output } });
    with_trait(
        "smithy.waiters#waitable",
        json!({ "Ready": { "acceptors": [acceptor] } }),
    )
}

fn collections(count: usize, of: fn(String) -> Value) -> String {
    let shapes = (0..count).map(|at| {
        let next = if at + 1 < count {
            id("List", at + 1)
        } else {
            "smithy.api#String".to_owned()
        };
        (id("List", at), of(next))
    });
    base(
        json!({ "list": { "target": id("List", 0) } }),
        shapes.collect(),
    )
    .to_string()
}

/// A wide input whose members have traits.
fn bound(count: usize, traits: fn(usize) -> Value) -> String {
    let members = (0..count).map(|at| {
        let member = json!({ "target": "smithy.api#String", "traits": traits(at) });
        (format!("member{at:05}"), member)
    });
    base(members.collect::<Map<_, _>>().into(), Map::new()).to_string()
}

fn chain(count: usize, kind: &str, is_circle: bool) -> String {
    let shapes = (0..count).map(|at| {
        let next = match at + 1 {
            next if next < count => id("S", next),
            _ if is_circle => id("S", 0),
            _ => "smithy.api#String".to_owned(),
        };
        (
            id("S", at),
            json!({ "type": kind, "members": { "next": { "target": next } } }),
        )
    });
    base(
        json!({ "first": { "target": id("S", 0) } }),
        shapes.collect(),
    )
    .to_string()
}

fn mixin(at: usize, of: Option<String>) -> Value {
    let mixins: Vec<Value> = of.into_iter().map(|id| json!({ "target": id })).collect();
    json!({
        "type": "structure", "mixins": mixins, "traits": { "smithy.api#mixin": {} },
        "members": { format!("m{at}"): { "target": "smithy.api#String" } }
    })
}

fn mixins_in_a_row(count: usize) -> String {
    let mixins = (0..count).map(|at| {
        let of = at.checked_sub(1).map(|before| id("M", before));
        (id("M", at), mixin(at, of))
    });
    let mut shapes: Map<String, Value> = mixins.collect();
    let last = json!([{ "target": id("M", count - 1) }]);
    shapes.insert(
        "c.e#Top".to_owned(),
        json!({ "type": "structure", "members": {}, "mixins": last }),
    );
    base(json!({ "top": { "target": "c.e#Top" } }), shapes).to_string()
}

fn example(input: Value) -> String {
    let mut model = base(
        json!({ "d": { "target": "smithy.api#Document" } }),
        Map::new(),
    );
    model["shapes"]["c.e#Get"]["traits"]["smithy.api#examples"] =
        json!([{ "title": "x", "input": input, "output": {} }]);
    model.to_string()
}

fn is_set() -> Value {
    json!({ "fn": "isSet", "argv": [{ "ref": "Region" }] })
}

fn endpoint() -> Value {
    with_conditions(Vec::new())
}

fn with_conditions(conditions: Vec<Value>) -> Value {
    json!({
        "type": "endpoint", "conditions": conditions, "endpoint": { "url": "https://example.com" }
    })
}

/// Endpoint rules with this number of parameters besides the region.
fn rules(rules: Vec<Value>, parameters: usize) -> String {
    let mut declared: Map<String, Value> = (0..parameters)
        .map(|at| {
            (
                format!("P{at}"),
                json!({ "type": "string", "documentation": "x" }),
            )
        })
        .collect();
    declared.insert(
        "Region".to_owned(),
        json!({
            "type": "string", "builtIn": "AWS::Region", "required": true, "documentation": "x"
        }),
    );
    let mut model = base(json!({}), Map::new());
    model["shapes"]["c.e#Service"]["traits"]["smithy.rules#endpointRuleSet"] =
        json!({ "version": "1.0", "parameters": declared, "rules": rules });
    model.to_string()
}
