//! Finds and replaces paths in tokens.
//!
//! Tokens are split once and then moved: iterating over a shared `TokenStream`
//! would copy all of it.

use std::fmt::Write as _;

use proc_macro2::{Delimiter, Group, Ident, Punct, Spacing, Span, TokenStream, TokenTree};

use crate::names::is_root;

/// A piece of code: a path, or the tokens around paths.
pub(super) enum Piece {
    Token(TokenTree),
    Group(Delimiter, Span, Vec<Piece>),
    /// A path that can be shortened.
    Path(Vec<Ident>),
}

/// Splits tokens into pieces. Paths in `use` are left unchanged.
pub(super) fn find(tokens: TokenStream) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut in_use = false;
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let (delimiter, span, stream) = (group.delimiter(), group.span(), group.stream());
                // Then nothing else holds the stream.
                drop(group);
                pieces.push(Piece::Group(delimiter, span, find(stream)));
                in_use &= delimiter != Delimiter::Brace;
            }
            TokenTree::Ident(ident) => {
                in_use |= ident == "use";
                add(&mut pieces, ident, in_use);
            }
            TokenTree::Punct(punct) => {
                in_use &= punct.as_char() != ';';
                pieces.push(Piece::Token(punct.into()));
            }
            TokenTree::Literal(literal) => pieces.push(Piece::Token(literal.into())),
        }
    }
    pieces
}

/// Adds a name: to a path that it continues, as the start of a path, or as an
/// ordinary token.
fn add(pieces: &mut Vec<Piece>, ident: Ident, in_use: bool) {
    if let [.., Piece::Path(_), first, second] = pieces.as_slice()
        && is_colons(first, second)
    {
        pieces.truncate(pieces.len() - 2);
        if let Some(Piece::Path(segments)) = pieces.last_mut() {
            segments.push(ident);
        }
        return;
    }
    let begins = !in_use && is_root(&ident) && path_may_begin(pieces);
    pieces.push(if begins {
        Piece::Path(vec![ident])
    } else {
        Piece::Token(ident.into())
    });
}

/// Whether a path can begin after these pieces: not inside another path, and
/// not as a field or method.
fn path_may_begin(before: &[Piece]) -> bool {
    match before {
        [.., first, second] if is_colons(first, second) => false,
        [.., Piece::Token(TokenTree::Punct(punct))] => punct.as_char() != '.',
        _ => true,
    }
}

fn is_colons(first: &Piece, second: &Piece) -> bool {
    let is_colon = |piece: &Piece, spacing: Option<Spacing>| match piece {
        Piece::Token(TokenTree::Punct(punct)) => {
            punct.as_char() == ':' && spacing.is_none_or(|spacing| punct.spacing() == spacing)
        }
        _ => false,
    };
    is_colon(second, None) && is_colon(first, Some(Spacing::Joint))
}

/// Calls `visit` with every path of several segments, in order.
pub(super) fn each<'p>(pieces: &'p mut [Piece], visit: &mut impl FnMut(&'p mut Vec<Ident>)) {
    for piece in pieces {
        match piece {
            Piece::Path(segments) if segments.len() > 1 => visit(segments),
            Piece::Group(_, _, inner) => each(inner, visit),
            Piece::Path(_) | Piece::Token(_) => {}
        }
    }
}

/// Reassembles the pieces.
pub(super) fn write(pieces: Vec<Piece>) -> TokenStream {
    let mut tokens = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match piece {
            Piece::Token(token) => tokens.push(token),
            Piece::Group(delimiter, span, inner) => {
                let mut group = Group::new(delimiter, write(inner));
                group.set_span(span);
                tokens.push(group.into());
            }
            Piece::Path(segments) => {
                for (at, segment) in segments.into_iter().enumerate() {
                    if at > 0 {
                        tokens.push(Punct::new(':', Spacing::Joint).into());
                        tokens.push(Punct::new(':', Spacing::Alone).into());
                    }
                    tokens.push(segment.into());
                }
            }
        }
    }
    tokens.into_iter().collect()
}

/// Adds a segment to the text of a path, `std::vec::Vec`.
pub(super) fn push(path: &mut String, segment: &Ident) {
    let separator = if path.is_empty() { "" } else { "::" };
    // Writing into a string cannot fail.
    let _ = write!(path, "{separator}{segment}");
}
