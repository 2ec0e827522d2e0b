//! Changes to templates.

use super::received::Received;
use crate::whatsapp::{
    TemplateCategoryDetectionUpdate, TemplateCategoryUpdate, TemplateComponentsUpdate,
    TemplateQualityUpdate, TemplateStatusUpdate,
};

/// A change to a template.
pub type TemplateEvent = Received<TemplateUpdate>;

/// A change to a template.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum TemplateUpdate {
    /// The template was approved, rejected, paused and so on.
    Status(TemplateStatusUpdate),
    /// The quality of the template changed.
    Quality(TemplateQualityUpdate),
    /// The content of the template changed.
    Components(TemplateComponentsUpdate),
    /// The category of the template changed, or will change.
    Category(TemplateCategoryUpdate),
    /// The template is in the wrong category.
    CategoryDetection(TemplateCategoryDetectionUpdate),
}

/// Reads a member that all updates have.
macro_rules! common {
    ($value:expr, $member:ident) => {
        match $value {
            TemplateUpdate::Status(update) => update.$member(),
            TemplateUpdate::Quality(update) => update.$member(),
            TemplateUpdate::Components(update) => update.$member(),
            TemplateUpdate::Category(update) => update.$member(),
            TemplateUpdate::CategoryDetection(update) => update.$member(),
        }
    };
}

impl TemplateEvent {
    /// Returns Meta's id of the template.
    #[must_use]
    pub fn template_id(&self) -> Option<&str> {
        common!(self.value(), message_template_id)
    }

    /// Returns the name of the template.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        common!(self.value(), message_template_name)
    }

    /// Returns the language of the template, such as `en_US`.
    #[must_use]
    pub fn language(&self) -> Option<&str> {
        common!(self.value(), message_template_language)
    }

    /// Returns the new status, quality or category as Meta writes it.
    ///
    /// ```
    /// # use socialmessaging::events::{self, Event};
    /// let change = br#"{"field": "message_template_status_update",
    ///     "value": {"event": "PAUSED", "message_template_name": "offer"}}"#;
    /// let events = events::parse(change)?;
    /// let Some(Event::Template(template)) = events.first() else { panic!("not a template") };
    /// assert_eq!((template.name(), template.change()), (Some("offer"), Some("PAUSED")));
    /// # Ok::<(), events::ParseError>(())
    /// ```
    #[must_use]
    pub fn change(&self) -> Option<&str> {
        match self.value() {
            TemplateUpdate::Status(update) => update.event().map(|event| event.as_str()),
            TemplateUpdate::Quality(update) => update.new_quality_score().map(|it| it.as_str()),
            TemplateUpdate::Components(_) => None,
            TemplateUpdate::Category(update) => update.new_category().map(|it| it.as_str()),
            TemplateUpdate::CategoryDetection(update) => {
                update.correct_category().map(|it| it.as_str())
            }
        }
    }
}
