use agentls::{dialect, glossary::Glossary, ide, model::AgentFile};
fn main() {
    let path = std::env::args().nth(1).unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    let f = AgentFile::new(
        ".claude/agents/backend.md".into(),
        text.as_str().into(),
        dialect::named("claude-code").unwrap(),
        Default::default(),
    );
    let g = Glossary::built_in();
    println!("areas {} items {}", f.expertise.areas.len(), f.expertise.items.len());
    let full = std::env::args().nth(2).is_some();
    for (i, a) in f.expertise.areas.iter().enumerate() {
        let m = ide::hover::meaning_of_area(&f, g, a);
        println!("# {} [{:?}] -> {:?}", a.name, a.shape, m.iter().map(|m| (&*m.concept.id, m.how)).collect::<Vec<_>>());
        if full {
            println!("{}\n", ide::hover::hover(&f, g, None, a.name_span.start).unwrap().markdown);
        }
        for it in f.expertise.items.iter().filter(|it| it.area == Some(i as u32)) {
            let (w, m) = ide::hover::meaning(&f, g, it);
            println!(
                "   {:?} ({}) -> {:?}",
                it.text,
                w.text,
                m.iter().map(|m| (&*m.concept.id, m.how)).collect::<Vec<_>>()
            );
            if full {
                println!("{}\n", ide::hover::hover(&f, g, None, it.span.start).unwrap().markdown);
            }
        }
    }
    for d in agentls::rules::check(&f) {
        println!("{} {} {:?} {}", d.severity.name(), d.code, d.span.slice(&text), d.message);
    }
}
