use super::*;
use proptest::prelude::*;

const CARD: Size = Size { width: 100.0, height: 40.0 };

fn of(count: usize, lines: &[(usize, usize)]) -> Layout {
    lay_out(&vec![CARD; count], lines)
}

fn overlap(a: &Rect, b: &Rect) -> bool {
    a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

/// Whether two lines cross, by the straight ways between their points.
fn crossed(layout: &Layout) -> usize {
    let segments = |route: &Route| route.points.windows(2).map(|pair| (pair[0], pair[1])).collect::<Vec<_>>();
    let side = |a: Point, b: Point, c: Point| (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
    let cross = |(a, b): (Point, Point), (c, d): (Point, Point)| {
        side(a, b, c) * side(a, b, d) < -1e-6 && side(c, d, a) * side(c, d, b) < -1e-6
    };
    let mut count = 0;
    for (at, one) in layout.routes.iter().enumerate() {
        for other in &layout.routes[at + 1..] {
            let pairs = segments(one).into_iter().flat_map(|a| segments(other).into_iter().map(move |b| (a, b)));
            count += pairs.filter(|(a, b)| cross(*a, *b)).count();
        }
    }
    count
}

#[test]
fn who_hands_over_stands_left_of_who_gets_it() {
    let layout = of(4, &[(1, 2), (2, 0), (1, 0)]);
    let [tester, lead, builder, alone] = layout.boxes[..] else { panic!("four boxes") };
    assert!(lead.x < builder.x && builder.x < tester.x);
    assert!(alone.y > [tester, lead, builder].iter().map(|a| a.y + a.height).fold(0.0, f64::max));
    assert_eq!(layout.routes.len(), 3);
}

#[test]
fn a_chain_is_straight_and_a_leader_stands_in_the_middle() {
    let layout = of(3, &[(0, 1), (1, 2)]);
    assert!(layout.boxes.iter().all(|one| (one.y - layout.boxes[0].y).abs() < 0.01));
    let layout = of(4, &[(0, 1), (0, 2), (0, 3)]);
    let mut others: Vec<f64> = layout.boxes[1..].iter().map(|one| one.y).collect();
    others.sort_by(f64::total_cmp);
    assert!((layout.boxes[0].y - others[1]).abs() < 0.01);
}

#[test]
fn lines_that_need_not_cross_do_not() {
    // Given in an order in which all of them would.
    assert_eq!(crossed(&of(8, &[(0, 7), (1, 6), (2, 5), (3, 4), (0, 6), (1, 5), (2, 4)])), 0);
    // A tree with three generations.
    let tree: Vec<(usize, usize)> = (1..13).map(|at| ((at - 1) / 3, at)).rev().collect();
    assert_eq!(crossed(&of(13, &tree)), 0);
}

#[test]
fn a_line_over_several_layers_passes_between_the_boxes() {
    let layout = of(5, &[(0, 1), (1, 2), (2, 3), (0, 3), (0, 4)]);
    let long = layout.routes.iter().find(|route| (route.from, route.to) == (0, 3)).unwrap();
    assert_eq!(long.points.len(), 6);
    for pair in long.points[1..5].chunks(2) {
        let through = Rect { x: pair[0].x, y: pair[0].y - 1.0, width: pair[1].x - pair[0].x, height: 2.0 };
        assert!(layout.boxes.iter().all(|one| !overlap(one, &through)));
    }
}

#[test]
fn two_that_hand_over_to_each_other_have_one_line_and_circles_are_drawn() {
    let layout = of(2, &[(0, 1), (1, 0), (0, 1), (0, 0), (0, 9)]);
    assert!(matches!(&layout.routes[..], [Route { from: 0, to: 1, both: true, .. }]));
    let layout = of(3, &[(0, 1), (1, 2), (2, 0)]);
    assert_eq!(layout.routes.len(), 3);
    let back = layout.routes.iter().find(|route| route.from == 2).unwrap();
    assert!(back.points[0].x > back.points[back.points.len() - 1].x);
    assert!(layout.routes.iter().all(|route| !route.both));
}

#[test]
fn a_wide_team_is_about_as_wide_as_high() {
    let lines: Vec<(usize, usize)> = (1..60).map(|at| (0, at)).collect();
    let layout = of(60, &lines);
    let ratio = layout.width / layout.height;
    assert!((0.5..3.0).contains(&ratio), "{} × {}", layout.width, layout.height);
}

#[test]
fn nothing_is_nothing() {
    assert_eq!(of(0, &[(0, 1)]), Layout::default());
    assert_eq!(of(1, &[]).boxes, [Rect { x: 0.0, y: 0.0, width: 100.0, height: 40.0 }]);
}

proptest! {
    #[test]
    fn no_box_stands_on_another_and_each_pair_has_its_line(
        (heights, lines) in (1usize..40).prop_flat_map(|count| (
            proptest::collection::vec(20u8..90, count),
            proptest::collection::vec((0..count, 0..count), 0..120),
        ))
    ) {
        let sizes: Vec<Size> = heights.iter().map(|height| Size { width: 120.0, height: f64::from(*height) }).collect();
        let layout = lay_out(&sizes, &lines);
        for (at, one) in layout.boxes.iter().enumerate() {
            prop_assert!(one.x >= 0.0 && one.y >= -0.01 && one.x + one.width <= layout.width + 0.01);
            prop_assert!(one.y + one.height <= layout.height + 0.01);
            for other in &layout.boxes[at + 1..] {
                prop_assert!(!overlap(one, other));
            }
        }
        let mut pairs: Vec<(usize, usize)> =
            lines.iter().filter(|(a, b)| a != b).map(|(a, b)| (*a.min(b), *a.max(b))).collect();
        pairs.sort_unstable();
        pairs.dedup();
        prop_assert_eq!(layout.routes.len(), pairs.len());
        for route in &layout.routes {
            let (from, to) = (&layout.boxes[route.from], &layout.boxes[route.to]);
            let (start, end) = (route.points[0], route.points[route.points.len() - 1]);
            for (point, one) in [(start, from), (end, to)] {
                prop_assert!(point.x == one.x || point.x == one.x + one.width);
                prop_assert!(point.y >= one.y && point.y <= one.y + one.height);
            }
        }
        prop_assert_eq!(layout, lay_out(&sizes, &lines));
    }
}
