//! What happened between the customers and us.

use super::campaigns::Campaign;
use super::people::Customer;
use super::permission::Consent;
use super::{CHANNELS, END, TOPICS, customer};
use crate::book::{Cell, Sheet, text};
use crate::random::Random;

const OWN_ACTIONS: [&str; 6] = ["投票", "レビュー", "共有", "紹介", "情報更新", "問合せ"];

/// One event: day, customer, kind, topic, campaign.
type Event = (i32, usize, &'static str, usize, Option<usize>);

/// The sheet, and how many contacts each campaign made.
pub fn interactions(
    customers: &[Customer],
    consents: &[Consent],
    campaigns: &[Campaign],
    random: &mut Random,
) -> (Sheet, Vec<usize>) {
    let mut events = Vec::new();
    let mut made = Vec::new();
    for (index, campaign) in campaigns.iter().enumerate() {
        made.push(run(index, campaign, customers, consents, &mut events, random));
    }
    for (index, person) in customers.iter().enumerate() {
        own_actions(index, person, &mut events, random);
    }
    for consent in consents.iter().filter(|consent| consent.covers(END - 181)) {
        if random.chance(0.25) {
            let day = END - random.whole(0, 260) as i32;
            if consent.covers(day) {
                events.push((day, consent.customer, CHANNELS[consent.channel], consent.topic, None));
            }
        }
    }
    events.sort();
    (sheet(&events, campaigns), made)
}

/// Contacts of a campaign and the answers to them; how many contacts.
fn run(
    index: usize,
    campaign: &Campaign,
    customers: &[Customer],
    consents: &[Consent],
    events: &mut Vec<Event>,
    random: &mut Random,
) -> usize {
    let days = campaign.end.min(END) - campaign.start;
    let time = f64::from(days + 1) / f64::from(campaign.end - campaign.start + 1);
    let contacts = (campaign.planned as f64 * campaign.made * time).round() as usize;
    let fits = |consent: &&Consent| consent.channel == campaign.channel && consent.topic == campaign.topic;
    let asked: Vec<&Consent> = consents.iter().filter(fits).collect();
    let careless = if campaign.participation { 0.003 } else { 0.02 };
    for number in 0..contacts {
        let day = campaign.start + random.whole(0, days as usize) as i32;
        let drawn = asked[random.whole(0, asked.len() - 1)];
        let drawn = if drawn.covers(day) { Some(drawn) } else { again(&asked, day, random) };
        let who = match drawn {
            Some(consent) if !random.chance(careless) => consent.customer,
            _ => random.whole(0, customers.len() - 1),
        };
        events.push((day, who, CHANNELS[campaign.channel], campaign.topic, Some(index)));
        // Answers come evenly, so that the response is what the campaign is meant to show.
        let rate = campaign.target * campaign.success;
        if ((number + 1) as f64 * rate).floor() > (number as f64 * rate).floor() {
            let kinds: &[&'static str] =
                if campaign.participation { &OWN_ACTIONS[..3] } else { &["問合せ", "投票"] };
            let answered = (day + random.whole(0, 9) as i32).min(END);
            let kind = *random.pick(kinds);
            events.push((answered, who, kind, campaign.topic, Some(index)));
        }
    }
    contacts
}

/// Another consent that covers the day, if a few tries find one.
fn again<'a>(asked: &[&'a Consent], day: i32, random: &mut Random) -> Option<&'a Consent> {
    (0..12).map(|_| asked[random.whole(0, asked.len() - 1)]).find(|consent| consent.covers(day))
}

/// What a customer does without being asked.
fn own_actions(index: usize, person: &Customer, events: &mut Vec<Event>, random: &mut Random) {
    let most = (person.engagement * 14.0) as usize;
    // Some that were keen have fallen silent.
    let latest = if random.chance(0.12) { 100 } else { 0 };
    for _ in 0..random.whole(0, most) {
        let kind = OWN_ACTIONS[random.weighted(&[0.3, 0.15, 0.22, 0.08, 0.1, 0.15])];
        let day = END - random.whole(latest, 260) as i32;
        events.push((day, index, kind, random.whole(0, TOPICS.len() - 1), None));
    }
}

fn sheet(events: &[Event], campaigns: &[Campaign]) -> Sheet {
    let headers =
        [("履歴番号", 10.0), ("顧客番号", 10.0), ("日付", 12.0), ("種類", 10.0), ("話題", 10.0), ("施策番号", 10.0)];
    let mut sheet = Sheet::new("接触履歴", &headers);
    sheet.rows = (1..)
        .zip(events)
        .map(|(number, &(day, who, kind, topic, campaign))| {
            vec![
                text(format!("H{number:06}")),
                text(customer(who)),
                Cell::Day(day),
                text(kind),
                text(TOPICS[topic]),
                campaign.map_or(Cell::Blank, |index| text(&campaigns[index].code)),
            ]
        })
        .collect();
    sheet
}
