//! Rules about the relations of values, in generated code: violations and
//! warnings.

use conformance::input::PutMenuInput;
use conformance::Validate;
use runtime::{HeaderMap, Response, StatusCode};

/// The violations and the warnings of a menu with these members. It has a title,
/// unless they begin with one.
fn review(members: &'static str) -> Vec<String> {
    let json = match members.starts_with("\"title\"") {
        true => format!("{{{members}}}"),
        false => format!(r#"{{"title": "Menu", {members}}}"#),
    };
    let response = Response::new(StatusCode::OK, HeaderMap::new(), json);
    let input: PutMenuInput = response.json().unwrap();
    let errors = input.validate().err().into_iter().flatten();
    let warnings = input.validation_warnings();
    errors
        .chain(warnings)
        .map(|violation| violation.to_string())
        .collect()
}

#[test]
fn accepts_a_menu_that_satisfies_all_rules() {
    let members = r#"
        "kind": "daily", "days": 3, "isOpen": true, "note": "ab",
        "header": {"image": {"id": "1"}},
        "sections": [
            {"title": "Soups", "rows": [{"rowId": "1"}], "hint": "h"},
            {"title": "Drinks", "rows": [{"rowId": "2"}, {"rowId": "3"}], "hint": "h"}
        ],
        "marks": [{"name": "a", "colour": "red"}, null, {"colour": "red"}, {"name": "b"}],
        "codes": ["a", "b", "c"],
        "pins": [{"number": "1"}, {"number": "2"}, {}],
        "course": {"name": "n", "next": {"name": "soup", "tags": ["1", "2"]}}
    "#;
    assert_eq!(review(members), [""; 0]);
    let cards = r#""cards": [
        {"index": 0, "header": {"image": {"id": "i"}}, "action": {"tap": {"id": "1"}},
            "kind": "set", "price": 1, "label": "l", "isOpen": true, "stars": 1, "tags": ["a"]},
        {"index": 1, "header": {"image": {"id": "i"}}, "action": {"tap": {"id": "2"}},
            "price": 1, "label": "l", "isOpen": true, "stars": 1, "tags": ["b", "c"]}
    ]"#;
    assert_eq!(review(cards), [""; 0]);
}

#[test]
fn reports_each_rule_with_the_path_of_the_value() {
    #[rustfmt::skip]
    let cases: &[(&'static str, &[&str])] = &[
        (r#""title": null"#, &["at least one of title and header must be set, none is"]),
        (r#""sections": [{"title": "a", "rows": []}]"#,
            &["must have 1 to 3 entries in all of sections.rows, has 0"]),
        (r#""sections": [
            {"title": "a", "hint": "h", "rows": [{"rowId": "1"}, {"rowId": "2"}]},
            {"title": "b", "hint": "h", "rows": [{"rowId": "1"}, {"rowId": "4"}]}]"#,
            &["/sections/1/rows/0/rowId (sections[1].rows[0].row_id): must be unique, is \"1\", the same as \
                /sections/0/rows/0/rowId",
              "must have 1 to 3 entries in all of sections.rows, has 4"]),
        (r#""sections": [
            {"title": "a", "hint": "h", "rows": [{"rowId": "1"}]},
            {"title": "b", "rows": [{"rowId": "2"}]}]"#,
            &["/sections/1/hint: must be set when sections has at least 2 entries; guests look for a \
                section"]),
        (r#""note": "!a", "cards": []"#, &["/cards: must not be set when note matches ^!"]),
        (r#""sections": [{"title": "Drinks", "rows": [{"rowId": "1"}]}]"#,
            &["/sections/0/hint: must be set when title is Drinks"]),
        (r#""course": {"next": {"name": "soup", "tags": ["1", "2", "3"]}}"#,
            &["must have at most 2 entries in all of course.next.tags, has 3",
              "/course/name: must be set when course.next.name is soup"]),
        (r#""cards": [
            {"index": 0, "header": {"image": {"id": "i"}}, "action": {"tap": {"id": "1"}},
                "kind": "set", "price": 1, "label": "l", "isOpen": true, "stars": 1, "tags": ["a"]},
            {"index": 0, "action": {"tap": {"id": "1"}},
                "kind": "set", "price": 2, "label": "m", "isOpen": false, "stars": 2, "tags": ["b", "a"]},
            {"index": 2, "header": {"image": {"id": "j"}}, "action": {"open": "o"}}]"#,
            &["/cards/1/index: must be unique, is 0, the same as /cards/0/index",
              "/cards/1/action/tap/id (cards[1].action.Tap.id): must be unique, is \"1\", the same as \
                /cards/0/action/tap/id",
              "/cards/1/kind: must be unique, is \"set\", the same as /cards/0/kind",
              "/cards/1/tags/1: must be unique, is \"a\", the same as /cards/0/tags/0",
              "/cards/1/header: must be the same in all entries, is unset but set in entry 0",
              "/cards/2/action: must be the same in all entries, is open but tap in entry 0",
              "/cards/1/price: must be the same in all entries, is 2 but 1 in entry 0",
              "/cards/1/label: must be the same in all entries, is \"m\" but \"l\" in entry 0",
              "/cards/1/isOpen (cards[1].is_open): must be the same in all entries, is false but true in \
                entry 0",
              "/cards/1/stars: must be the same in all entries, is 2 but 1 in entry 0",
              "/cards/2/header/image/id: must be the same in all entries, is \"j\" but \"i\" in entry 0"]),
        (r#""marks": [null, {"name": "a", "colour": "red"}, {"name": "a", "colour": "blue"}]"#,
            &["/marks/2/name: must be unique, is \"a\", the same as /marks/1/name",
              "/marks/2/colour: must be the same in all entries, is \"blue\" but \"red\" in entry 1"]),
        (r#""pins": [{"number": "7"}, {"number": "7"}]"#,
            &["/pins/1/number: must be unique, is the same as /pins/0/number (sensitive)"]),
        (r#""kind": "daily", "cards": []"#,
            &["/days: must be set when kind is daily", "/cards: must not be set when kind is daily"]),
        (r#""kind": "lunch", "header": {"image": {"id": "1", "link": "l"}}"#,
            &["must not combine kind set or lunch with header image; pictures are for daily menus",
              "/header/image/link (header.Image.link): must not be set when header.image.id \
                (header.Image.id) is set"]),
        (r#""isOpen": false, "days": 5"#,
            &["/days: must not be set when isOpen (is_open) is false"]),
        (r#""days": 2, "note": "ab""#,
            &["/note: should not be set when days is 1 or 2; short menus have no space for notes"]),
        (r#""days": 8, "note": "äöüäö🦀", "codes": ["a", "a", "b", "c"]"#,
            &["/days: should be at most 7, is 8; a week has 7 days",
              "/note: should have at most 8 bytes, has 14; older printers cut longer notes",
              "/note: should have 2 to 6 UTF-16 code units, has 7; the label counts UTF-16",
              "/codes: should not have the same entry twice, entries 0 and 1 are equal; the list may \
                repeat codes",
              "/codes: should have at most 3 entries, has 4; the list shows 3"]),
    ];
    for (members, expected) in cases {
        assert_eq!(review(members), *expected, "{members}");
    }
}
