//! The modules of data models.

use proc_macro2::Ident;

use crate::sink::Docs;

use super::check::Constraint;
use super::data_type::DataType;

/// The module of a data model.
#[derive(Debug)]
pub(crate) struct DataModule {
    pub(crate) name: Ident,
    pub(crate) docs: Docs,
    /// The data types by name.
    pub(crate) types: Vec<DataType>,
    /// The functions that check constraints, by name.
    pub(crate) constraints: Vec<Constraint>,
}

/// The module of a data model in the crate of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Module {
    /// The name of the module.
    pub name: String,
    /// The feature of the crate on which it depends.
    pub feature: Option<String>,
}
