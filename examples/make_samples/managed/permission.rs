//! Consents, interests, and what is planned for July.

use super::campaigns::Campaign;
use super::people::Customer;
use super::{CHANNELS, END, TOPICS, customer};
use crate::book::{Cell, Sheet, text};
use crate::random::Random;

const PLANS: usize = 1_200;

/// One consent.
pub struct Consent {
    /// Index of the customer.
    pub customer: usize,
    /// Index of the channel.
    pub channel: usize,
    /// Index of the topic.
    pub topic: usize,
    given: i32,
    withdrawn: Option<i32>,
}

impl Consent {
    /// Does it cover a day?
    pub fn covers(&self, day: i32) -> bool {
        self.given <= day && self.withdrawn.is_none_or(|withdrawn| withdrawn > day)
    }
}

/// All consents: mostly for topics the customer cares about.
pub fn consents(customers: &[Customer], random: &mut Random) -> Vec<Consent> {
    let mut all = Vec::new();
    for (index, person) in customers.iter().enumerate() {
        for topic in 0..TOPICS.len() {
            for channel in 0..CHANNELS.len() {
                let wanted = if person.interests[topic] { 0.32 } else { 0.06 };
                if random.chance(wanted) {
                    let given = END - random.whole(5, 800) as i32;
                    let withdrawn = random.chance(0.09).then(|| given + random.whole(1, 700) as i32);
                    let withdrawn = withdrawn.filter(|day| *day <= END);
                    all.push(Consent { customer: index, channel, topic, given, withdrawn });
                }
            }
        }
    }
    all
}

/// The sheet of consents.
pub fn consent_sheet(consents: &[Consent]) -> Sheet {
    let headers = [
        ("同意番号", 10.0),
        ("顧客番号", 10.0),
        ("チャネル", 10.0),
        ("話題", 10.0),
        ("同意日", 12.0),
        ("撤回日", 12.0),
    ];
    let mut sheet = Sheet::new("同意", &headers);
    sheet.rows = (1..)
        .zip(consents)
        .map(|(number, consent)| {
            vec![
                text(format!("C{number:05}")),
                text(customer(consent.customer)),
                text(CHANNELS[consent.channel]),
                text(TOPICS[consent.topic]),
                Cell::Day(consent.given),
                consent.withdrawn.map_or(Cell::Blank, Cell::Day),
            ]
        })
        .collect();
    sheet
}

/// The sheet of interests, some of them stated long ago.
pub fn interest_sheet(customers: &[Customer], random: &mut Random) -> Sheet {
    let mut sheet = Sheet::new("関心", &[("顧客番号", 10.0), ("話題", 10.0), ("表明日", 12.0)]);
    for (index, person) in customers.iter().enumerate() {
        for topic in (0..TOPICS.len()).filter(|&topic| person.interests[topic]) {
            let age = if random.chance(0.85) { random.whole(1, 300) } else { random.whole(380, 900) };
            sheet.rows.push(vec![text(customer(index)), text(TOPICS[topic]), Cell::Day(END - age as i32)]);
        }
    }
    sheet
}

/// What the running campaigns want to send in July.
pub fn plan_sheet(customers: &[Customer], consents: &[Consent], campaigns: &[Campaign], random: &mut Random) -> Sheet {
    let headers = [
        ("予定番号", 10.0),
        ("施策番号", 10.0),
        ("顧客番号", 10.0),
        ("チャネル", 10.0),
        ("話題", 10.0),
        ("予定日", 12.0),
    ];
    let mut sheet = Sheet::new("接触予定", &headers);
    let running: Vec<&Campaign> = campaigns.iter().filter(|campaign| campaign.runs_on()).collect();
    for number in 1..=PLANS {
        let campaign = running[number % running.len()];
        // The last campaign buys its addresses, the others ask the list of consents most of the time.
        let aimed = number % running.len() != running.len() - 1 && random.chance(0.85);
        let consent = random.pick(consents);
        let (who, channel, topic) = if aimed {
            let favourite = random.chance(0.25); // everybody likes to write to the same few
            let near = if favourite { &consents[random.whole(0, 120)] } else { consent };
            (near.customer, near.channel, near.topic)
        } else {
            (random.whole(0, customers.len() - 1), campaign.channel, campaign.topic)
        };
        sheet.rows.push(vec![
            text(format!("Y{number:05}")),
            text(&campaign.code),
            text(customer(who)),
            text(CHANNELS[channel]),
            text(TOPICS[topic]),
            Cell::Day(END + random.whole(1, 31) as i32),
        ]);
    }
    sheet
}
