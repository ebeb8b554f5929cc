//! The faces documents are set in, which `cargo xtask` fetches: what typesetting draws with and what entry is checked against are one list.

/// The letters' face in two weights. Without them nothing is typeset.
pub const MAIN: [&str; 2] = ["NotoSerifSC_400Regular.ttf", "NotoSerifSC_700Bold.ttf"];

/// Faces for names with characters that the main face lacks: Extensions B to F in full, then what there is of G and H (P3). Each may be
/// absent; what none has is refused at entry. They are read only when a document needs one.
pub const RARE: [&str; 2] = ["HanaMinB.ttf", "BabelStoneHan.ttf"];
