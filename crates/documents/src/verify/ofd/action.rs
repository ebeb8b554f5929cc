//! Actions in a document (GB/T 33190 §14): what a person follows by a click is fine, as in a PDF; what happens by itself, plays or
//! opens another file is not.

use crate::verify::Flaw;
use roxmltree::{Document, Node};

/// Addresses that a person may follow.
const SCHEMES: [&str; 3] = ["http://", "https://", "mailto:"];

/// Refuses a part in which something happens by itself. Elements count by their local name, whatever namespace they claim: readers do
/// not look at it.
///
/// # Errors
/// [`Flaw::ActiveContent`].
pub(super) fn nothing_runs(part: &Document<'_>) -> Result<(), Flaw> {
    let runs = part.descendants().filter(Node::is_element).any(|node| match node.tag_name().name() {
        "GotoA" | "Sound" | "Movie" | "JavaScript" | "Launch" => true,
        "Action" => !is_followed(node),
        "URI" => !leads_to_a_page(node),
        _ => false,
    });
    if runs { Err(Flaw::ActiveContent) } else { Ok(()) }
}

/// Whether an action waits for a click, and goes to a page or an address then.
fn is_followed(action: Node<'_, '_>) -> bool {
    action.attribute("Event") == Some("CLICK")
        && action.children().filter(Node::is_element).all(|node| matches!(node.tag_name().name(), "Goto" | "URI" | "Region"))
}

fn leads_to_a_page(address: Node<'_, '_>) -> bool {
    let whole = format!("{}{}", address.attribute("Base").unwrap_or_default(), address.attribute("URI").unwrap_or_default());
    let whole = whole.trim().to_ascii_lowercase();
    SCHEMES.iter().any(|scheme| whole.starts_with(scheme)) || (!whole.contains(':') && !whole.starts_with(['/', '\\', '.']))
}
