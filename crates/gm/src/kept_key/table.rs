use sm2::elliptic_curve::BatchNormalize;
use sm2::elliptic_curve::ff::PrimeField;
use sm2::elliptic_curve::group::Group;
use sm2::{AffinePoint, ProjectivePoint, Scalar};

/// Bits of a scalar.
const BITS: usize = 256;

/// Multiples of a public point, so that multiplying it takes one addition for every `W` bits of the scalar and no doubling: row `i`
/// holds `1, 2, …, 2^(W-1)` times `2^(W·i)` of the point, in affine coordinates. The scalar is read in signed digits, which halves
/// the rows. [`Table::BYTES`] bytes.
///
/// Architecture Invariant: used with public scalars alone. The time a multiplication takes tells the scalar.
pub(super) struct Table<const W: usize>(Vec<AffinePoint>);

impl<const W: usize> Table<W> {
    /// Entries in a row.
    const ROW: usize = 1 << (W - 1);
    /// Rows: the last takes the carry of the one before it.
    const ROWS: usize = BITS / W + 1;
    /// What a table takes in memory.
    pub(super) const BYTES: usize = Self::ROW * Self::ROWS * size_of::<AffinePoint>();

    pub(super) fn new(point: ProjectivePoint) -> Self {
        let (mut multiples, mut base) = (Vec::with_capacity(Self::ROW * Self::ROWS), point);
        for _ in 0..Self::ROWS {
            let mut multiple = base;
            for _ in 0..Self::ROW {
                multiples.push(multiple);
                multiple += base;
            }
            (0..W).for_each(|_| base = base.double());
        }
        Self(ProjectivePoint::batch_normalize(multiples.as_slice()))
    }

    /// Adds `scalar` times the point to `sum`. The formulas underneath are complete: equal, opposite and infinite points add up as
    /// any others.
    pub(super) fn add_product(&self, mut sum: ProjectivePoint, scalar: &Scalar) -> ProjectivePoint {
        let bytes: [u8; BITS / 8] = scalar.to_repr().into();
        let mut carry = 0;
        for (row, multiples) in self.0.chunks_exact(Self::ROW).enumerate() {
            let digit = digit::<W>(&bytes, row) + carry;
            carry = usize::from(digit > Self::ROW);
            // Above half it is what is missing to the next digit that counts, taken away.
            let (size, negative) = if carry == 1 { ((1 << W) - digit, true) } else { (digit, false) };
            if let Some(multiple) = size.checked_sub(1).and_then(|index| multiples.get(index)) {
                sum = if negative { sum - multiple } else { sum + multiple };
            }
        }
        sum
    }
}

/// The `row`-th `W` bits of a big-endian number, the lowest first.
fn digit<const W: usize>(bytes: &[u8; BITS / 8], row: usize) -> usize {
    let bit = |index: usize| {
        let byte = bytes.len().checked_sub(1 + index / 8).and_then(|place| bytes.get(place));
        byte.map_or(0, |byte| usize::from(byte >> (index % 8) & 1))
    };
    (0..W).fold(0, |digit, at| digit | bit(row * W + at) << at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use sm2::elliptic_curve::bigint::U256;
    use sm2::elliptic_curve::ops::Reduce;

    fn scalar(bytes: [u8; 32]) -> Scalar {
        Scalar::reduce(&U256::from_be_slice(&bytes))
    }

    fn both(point: ProjectivePoint, scalar: Scalar) {
        let right = point * scalar;
        assert_eq!(Table::<6>::new(point).add_product(ProjectivePoint::IDENTITY, &scalar), right, "{scalar:?}");
        assert_eq!(Table::<8>::new(point).add_product(ProjectivePoint::IDENTITY, &scalar), right, "{scalar:?}");
    }

    /// Digits of a row all set, none set, exactly half, one more: where the carry goes wrong if it does.
    #[test]
    fn a_product_is_right_at_every_edge_of_the_digits() {
        let point = ProjectivePoint::GENERATOR * scalar([7; 32]);
        let one = Scalar::ONE;
        for edge in [Scalar::ZERO, one, -one, -one - one, one.double()] {
            both(point, edge);
            both(ProjectivePoint::IDENTITY, edge);
        }
        for byte in [0xff, 0x80, 0x81, 0x7f, 0x20, 0x21, 0x82, 0x08, 0x41, 0x10] {
            both(point, scalar([byte; 32]));
        }
        for bit in 0..BITS {
            let mut bytes = [0; 32];
            bytes[31 - bit / 8] = 1 << (bit % 8);
            let (power, table) = (scalar(bytes), Table::<6>::new(point));
            assert_eq!(table.add_product(ProjectivePoint::IDENTITY, &power), point * power, "{bit}");
            assert_eq!(table.add_product(ProjectivePoint::IDENTITY, &(power - one)), point * (power - one), "{bit}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn a_product_is_what_the_crate_says(point in any::<[u8; 32]>(), factor in any::<[u8; 32]>(), other in any::<[u8; 32]>()) {
            let (point, factor) = (ProjectivePoint::GENERATOR * scalar(point), scalar(factor));
            both(point, factor);
            // Onto a sum that is there already, the very opposite included.
            let table = Table::<6>::new(point);
            let sum = ProjectivePoint::GENERATOR * scalar(other);
            prop_assert_eq!(table.add_product(sum, &factor), sum + point * factor);
            prop_assert_eq!(table.add_product(-(point * factor), &factor), ProjectivePoint::IDENTITY);
        }
    }
}
