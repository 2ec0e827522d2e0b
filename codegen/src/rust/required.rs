//! Required members inside the JSON of requests.

use proc_macro2::Ident;

/// The tables of required members, which the server side checks because reading
/// is lenient.
#[derive(Debug)]
pub(crate) struct Required {
    /// A table for each structure and union with required members.
    pub(crate) tables: Vec<RequiredMembers>,
    /// For each input, in the order of the operations: its members with such
    /// tables.
    pub(crate) inputs: Vec<Vec<(String, Nested)>>,
}

/// The table of a structure or union.
#[derive(Debug)]
pub(crate) struct RequiredMembers {
    /// Its constant.
    pub(crate) name: Ident,
    /// The required members, by their names in JSON. A union has none.
    pub(crate) required: Vec<String>,
    /// The members with other tables, by their names in JSON.
    pub(crate) nested: Vec<(String, Nested)>,
}

/// The table of a member.
#[derive(Debug)]
pub(crate) enum Nested {
    /// The table with this name.
    Structure(Ident),
    /// A table for the entries of a list.
    List(Box<Self>),
    /// A table for the values of a map.
    Map(Box<Self>),
}
