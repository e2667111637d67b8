//! Which class a reading falls in.

use crate::numbers::Style;

/// How the range of values is cut.
#[derive(Clone, Debug, PartialEq)]
pub enum Classes {
    /// So many classes of about equal numbers of areas; breaks are rounded as the values are shown, and equal breaks fall together.
    Quantiles(usize),
    /// At these inner breaks (ascending): below the first, from the first to under the second, and so on.
    Breaks(Vec<f64>),
    /// Not at all: a value is the place of the area's kind in this list, from 0 on. At most eight kinds stay apart.
    Kinds(Vec<String>),
}

/// One class of a map.
#[derive(Clone, Debug, PartialEq)]
pub struct Class {
    /// Lowest value in it.
    pub from: f64,
    /// Upper end: a value equal to it falls in the next class, save in the last class.
    pub to: f64,
    /// How many areas fall in it.
    pub count: usize,
}

/// The classes that the values fill and, for each value, its class; a class that no value falls in is left out.
pub(crate) fn classify(values: &[Option<f64>], how: &Classes, style: &Style) -> (Vec<Class>, Vec<Option<usize>>) {
    let mut sorted: Vec<f64> = values.iter().flatten().copied().collect();
    sorted.sort_by(f64::total_cmp);
    let (Some(&least), Some(&most)) = (sorted.first(), sorted.last()) else {
        return (Vec::new(), vec![None; values.len()]);
    };
    let mut breaks: Vec<f64> = match how {
        Classes::Breaks(given) => given.clone(),
        Classes::Kinds(kinds) => (1..kinds.len()).map(|kind| kind as f64).collect(),
        Classes::Quantiles(count) => (1..*count).map(|k| style.round(sorted[k * sorted.len() / count])).collect(),
    };
    breaks.retain(|b| b.is_finite() && *b > least && *b <= most);
    breaks.sort_by(f64::total_cmp);
    breaks.dedup();
    let mut classes: Vec<Class> = (0..=breaks.len())
        .map(|k| Class {
            from: if k == 0 { least } else { breaks[k - 1] },
            to: breaks.get(k).copied().unwrap_or(most),
            count: 0,
        })
        .collect();
    let of: Vec<Option<usize>> = values.iter().map(|v| v.map(|v| breaks.partition_point(|b| *b <= v))).collect();
    for class in of.iter().flatten() {
        classes[*class].count += 1;
    }
    drop_empty(classes, of)
}

/// Leaves out classes without areas and numbers the others anew.
fn drop_empty(classes: Vec<Class>, of: Vec<Option<usize>>) -> (Vec<Class>, Vec<Option<usize>>) {
    let mut new_number = Vec::with_capacity(classes.len());
    let mut kept = Vec::with_capacity(classes.len());
    for class in classes {
        new_number.push(kept.len());
        if class.count > 0 {
            kept.push(class);
        }
    }
    let of = of.into_iter().map(|k| k.map(|k| new_number[k])).collect();
    (kept, of)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_share_the_areas_out_and_counts_add_up() {
        let values: Vec<Option<f64>> = (0..103).map(|i| (i != 7).then_some(f64::from(i))).collect();
        let (classes, of) = classify(&values, &Classes::Quantiles(5), &Style::count());
        assert_eq!(classes.len(), 5);
        assert_eq!(classes.iter().map(|c| c.count).sum::<usize>(), 102);
        assert!(classes.iter().all(|c| (19..=22).contains(&c.count)));
        assert_eq!(of[7], None);
        for (value, class) in values.iter().zip(&of) {
            if let (Some(v), Some(k)) = (value, class) {
                let c = &classes[*k];
                let last = *k + 1 == classes.len();
                assert!(*v >= c.from && (*v < c.to || (last && *v <= c.to)));
            }
        }
    }

    #[test]
    fn ties_fall_together_and_empty_classes_are_left_out() {
        let values = vec![Some(0.0); 90].into_iter().chain((1..=10).map(|i| Some(f64::from(i)))).collect::<Vec<_>>();
        let (classes, _) = classify(&values, &Classes::Quantiles(5), &Style::count());
        assert_eq!(classes.len(), 1);
        let (classes, of) = classify(&values, &Classes::Breaks(vec![5.0, 5.5, 8.0]), &Style::count());
        assert_eq!(classes.iter().map(|c| c.count).collect::<Vec<_>>(), [94, 1, 2, 3]);
        assert_eq!(of.last().copied().flatten(), Some(3));
        let (classes, _) = classify(&[Some(1.0), Some(9.0)], &Classes::Breaks(vec![2.0, 4.0, 6.0]), &Style::count());
        assert_eq!(classes.len(), 2);
    }

    #[test]
    fn nothing_to_classify() {
        let (classes, of) = classify(&[None, None], &Classes::Quantiles(5), &Style::count());
        assert!(classes.is_empty());
        assert_eq!(of, [None, None]);
    }
}
