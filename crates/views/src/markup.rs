//! Text that is safe inside HTML and SVG, and how much room it takes.

use std::fmt::Write as _;

/// The text with every character that means something in HTML or XML escaped, and control characters (not allowed in XML) left out.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(c),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Letters, digits and hyphens only, in lower case: fit for an anchor or a file name on any system. Never empty.
pub fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !out.ends_with('-') && !out.is_empty() {
            out.push('-');
        }
    }
    let out = out.trim_end_matches('-');
    if out.is_empty() { "x".into() } else { out.into() }
}

/// Width of the text in pixels, set in an ordinary sans-serif face at this size: an estimate that errs on the wide side.
pub fn text_width(text: &str, size: f64) -> f64 {
    text.chars().map(advance).sum::<f64>() * size
}

/// Share of the type size that a character takes.
fn advance(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | '\'' | '|' | '.' | ',' | ':' | ';' | '!' => 0.29,
        'f' | 't' | 'r' | 'I' | '(' | ')' | '[' | ']' | ' ' | '\u{a0}' | '-' | '/' => 0.37,
        'm' | 'M' | 'W' | '%' | '@' => 0.92,
        'w' => 0.78,
        'A'..='Z' | '&' => 0.71,
        c if (c as u32) >= 0x1100 => 1.0,
        _ => 0.57,
    }
}

/// Text broken into lines that fit a width.
#[derive(Clone, Debug, PartialEq)]
pub struct Lines {
    /// The lines from top to bottom; at least one.
    pub lines: Vec<String>,
    /// Whether words were left out for want of room (the last line then ends in `…`).
    pub cut: bool,
}

/// Breaks the text between words (within a word that is itself too long) into at most `most` lines of `width` pixels.
pub fn wrap(text: &str, size: f64, width: f64, most: usize) -> Lines {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        for piece in pieces(word, size, width) {
            let joined = if line.is_empty() { piece.clone() } else { format!("{line} {piece}") };
            if text_width(&joined, size) <= width || line.is_empty() {
                line = joined;
            } else {
                lines.push(std::mem::replace(&mut line, piece));
            }
        }
    }
    lines.push(line);
    let cut = lines.len() > most.max(1);
    if cut {
        lines.truncate(most.max(1));
        if let Some(last) = lines.last_mut() {
            while text_width(last, size) + size > width && last.pop().is_some() {}
            last.truncate(last.trim_end().len());
            last.push('…');
        }
    }
    Lines { lines, cut }
}

/// A word cut into pieces that each fit the width.
fn pieces(word: &str, size: f64, width: f64) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut used = 0.0;
    for c in word.chars() {
        let w = advance(c) * size;
        if used + w > width && used > 0.0 {
            out.push(String::new());
            used = 0.0;
        }
        used += w;
        if let Some(last) = out.last_mut() {
            last.push(c);
        }
    }
    out
}

/// A length for an SVG attribute: at most two decimals, no trailing zeros.
pub fn px(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".into() } else { text.into() }
}

/// Where a text stands against its x.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// It begins there.
    Start,
    /// It is centred there.
    Middle,
    /// It ends there.
    End,
}

/// An SVG drawing under way.
#[derive(Debug)]
pub struct Svg {
    body: String,
}

/// Type faces of one width that every system has in some form, so that measured text fits; no font is ever fetched.
pub const FONTS: &str = "'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', 'Nimbus Sans', sans-serif";

impl Svg {
    /// A drawing of so many pixels, with a title and a description for those who hear it.
    pub fn new(id: &str, class: &str, width: f64, height: f64, title: &str, desc: &str) -> Self {
        let mut body = String::new();
        let (w, h) = (px(width), px(height));
        let id = escape(id);
        let _ = write!(
            body,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"{}\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\" \
             role=\"img\" aria-labelledby=\"{id}-t {id}-d\" font-family=\"{FONTS}\">\
             <title id=\"{id}-t\">{}</title><desc id=\"{id}-d\">{}</desc>",
            escape(class),
            escape(title),
            escape(desc),
        );
        Self { body }
    }

    /// Adds ready markup, which the caller has escaped.
    pub fn raw(&mut self, markup: &str) {
        self.body.push_str(markup);
    }

    /// Adds a straight line.
    pub fn line(&mut self, from: (f64, f64), to: (f64, f64), stroke: &str, width: f64, more: &str) {
        let _ = write!(
            self.body,
            "<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" stroke=\"{stroke}\" stroke-width=\"{}\"{}{more}/>",
            px(from.0),
            px(from.1),
            px(to.0),
            px(to.1),
            px(width),
            if more.is_empty() { "" } else { " " },
        );
    }

    /// Adds a rectangle.
    pub fn rect(&mut self, corner: (f64, f64), size: (f64, f64), fill: &str, more: &str) {
        let _ = write!(
            self.body,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{fill}\"{}{more}/>",
            px(corner.0),
            px(corner.1),
            px(size.0),
            px(size.1),
            if more.is_empty() { "" } else { " " },
        );
    }

    /// Adds one line of text, escaped; `whole` is the full wording where the text was cut.
    pub fn text(&mut self, at: (f64, f64), text: &str, look: &TextLook, whole: Option<&str>) {
        let anchor = match look.anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let weight = if look.bold { " font-weight=\"600\"" } else { "" };
        let rim = if look.rim {
            " paint-order=\"stroke\" stroke=\"#fff\" stroke-width=\"4\" stroke-linejoin=\"round\""
        } else {
            ""
        };
        let title = whole.map_or(String::new(), |w| format!("<title>{}</title>", escape(w)));
        let _ = write!(
            self.body,
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\" fill=\"{}\"{anchor}{weight}{rim}>{title}{}</text>",
            px(at.0),
            px(at.1),
            px(look.size),
            look.fill,
            escape(text),
        );
    }

    /// The finished drawing.
    pub fn finish(mut self) -> String {
        self.body.push_str("</svg>");
        self.body
    }
}

/// How a text in a drawing looks.
#[derive(Clone, Copy, Debug)]
pub struct TextLook {
    /// Type size in pixels.
    pub size: f64,
    /// Colour.
    pub fill: &'static str,
    /// Which end stands at x.
    pub anchor: Anchor,
    /// Heavier than usual.
    pub bold: bool,
    /// On a rim of paper, where lines pass behind it.
    pub rim: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_is_harmless() {
        assert_eq!(
            escape("<script>alert('x')</script>&\"\u{0}\u{7}"),
            "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;&quot;"
        );
        assert_eq!(slug("../../Etc/Passwd <b>"), "etc-passwd-b");
        assert_eq!(slug("***"), "x");
    }

    #[test]
    fn lines_fit_and_say_when_words_were_cut() {
        let text = "Households in which nobody has a car or van, of all households";
        let wide = wrap(text, 14.0, 2000.0, 1);
        assert_eq!(wide.lines, [text]);
        assert!(!wide.cut);
        let narrow = wrap(text, 14.0, 160.0, 2);
        assert!(narrow.cut);
        assert_eq!(narrow.lines.len(), 2);
        assert!(narrow.lines[1].ends_with('…'));
        for line in &narrow.lines {
            assert!(text_width(line, 14.0) <= 170.0, "{line}");
        }
    }

    #[test]
    fn a_word_longer_than_the_line_is_broken() {
        let lines = wrap(&"x".repeat(100), 14.0, 100.0, 20).lines;
        assert!(lines.len() > 5);
        assert!(lines.iter().all(|l| text_width(l, 14.0) <= 100.0));
        assert_eq!(lines.concat().len(), 100);
    }

    #[test]
    fn lengths_are_short() {
        assert_eq!(px(1.0), "1");
        assert_eq!(px(-0.001), "0");
        assert_eq!(px(12.345), "12.35");
    }
}
