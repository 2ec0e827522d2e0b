//! The header Accept (RFC 9110, section 12.5.1).

/// Whether one of these media ranges includes a media type. The most specific
/// range decides; with `q=0` it excludes the type.
pub(super) fn allows(ranges: &[&str], media_type: &str) -> bool {
    let (main, _) = media_type.split_once('/').unwrap_or((media_type, ""));
    let any_subtype = format!("{main}/*");
    let patterns = [media_type, &any_subtype, "*/*"];
    let quality_of = |pattern: &str| {
        ranges.iter().find_map(|range| {
            let mut parts = range.split(';').map(str::trim);
            let found = parts.next()?.eq_ignore_ascii_case(pattern);
            found.then(|| quality(parts))
        })
    };
    let decisive = patterns.into_iter().find_map(quality_of);
    decisive.is_some_and(|quality| quality > 0.0)
}

/// The weight among the parameters of a range; 1 if it is missing or invalid.
fn quality<'p>(mut parameters: impl Iterator<Item = &'p str>) -> f32 {
    let weight = parameters.find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("q").then_some(value)
    });
    let weight = weight.and_then(|weight| weight.trim().parse().ok());
    weight.unwrap_or(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compares_media_ranges() {
        for (accept, media_type, expected) in [
            ("application/json", "application/json", true),
            ("Application/JSON; charset=utf-8", "application/json", true),
            (
                "text/html, application/json;q=0.5",
                "application/json",
                true,
            ),
            ("*/*", "image/png", true),
            ("image/*", "image/png", true),
            ("image/*", "imagemap/png", false),
            ("application/hal+json", "application/json", false),
            ("application/json", "text/plain", false),
            ("*/*;q=0", "text/plain", false),
            ("text/plain;q=0, */*", "text/plain", false),
            ("*/*, text/plain ; Q=0.000", "text/plain", false),
            ("text/*;q=0, text/plain", "text/plain", true),
            ("text/plain;q=high", "text/plain", true),
            ("text", "text/plain", false),
        ] {
            let ranges: Vec<&str> = accept.split(',').collect();
            assert_eq!(
                allows(&ranges, media_type),
                expected,
                "{accept} {media_type}"
            );
        }
    }
}
