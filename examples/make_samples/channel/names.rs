//! The names the sample is made of. Persons are made up from common syllables; firms are invented.

/// The regions, and who heads them.
pub const REGIONS: [&str; 7] = ["화북", "동북", "화동", "화중", "화남", "서남", "서북"];

/// The 42 branch trading companies: city, region, and how large the market is.
pub const BRANCHES: [(&str, usize, f64); 42] = [
    ("베이징", 0, 2.0),
    ("상하이", 2, 2.0),
    ("광저우", 4, 1.7),
    ("선전", 4, 1.6),
    ("톈진", 0, 1.3),
    ("충칭", 5, 1.4),
    ("청두", 5, 1.4),
    ("우한", 3, 1.3),
    ("시안", 6, 1.2),
    ("난징", 2, 1.2),
    ("항저우", 2, 1.3),
    ("칭다오", 2, 1.5),
    ("지난", 2, 1.1),
    ("선양", 1, 1.1),
    ("다롄", 1, 1.0),
    ("하얼빈", 1, 1.0),
    ("창춘", 1, 0.9),
    ("스자좡", 0, 0.9),
    ("타이위안", 0, 0.8),
    ("정저우", 3, 1.2),
    ("창사", 3, 1.1),
    ("난창", 3, 0.9),
    ("푸저우", 4, 0.9),
    ("샤먼", 4, 0.9),
    ("허페이", 2, 0.9),
    ("쑤저우", 2, 1.1),
    ("우시", 2, 0.9),
    ("닝보", 2, 0.9),
    ("원저우", 2, 0.8),
    ("난닝", 4, 0.8),
    ("쿤밍", 5, 0.9),
    ("구이양", 5, 0.7),
    ("하이커우", 4, 0.6),
    ("란저우", 6, 0.6),
    ("시닝", 6, 0.5),
    ("인촨", 6, 0.5),
    ("우루무치", 6, 0.7),
    ("후허하오터", 0, 0.6),
    ("라싸", 5, 0.4),
    ("옌타이", 2, 0.8),
    ("포산", 4, 0.9),
    ("둥관", 4, 0.9),
];

/// A customer category with what is typical of it. Targets are those of `targets.csv`; the sample is
/// drawn around them.
pub struct Category {
    /// Its name in the workbook.
    pub name: &'static str,
    /// What it is.
    pub about: &'static str,
    /// Part of all customers.
    pub part: f64,
    /// Usual size, 1 being half a million yuan in six months.
    pub size: f64,
    /// Usual growth against last year.
    pub growth: f64,
    /// Days of stock: target and worst.
    pub stock: (f64, f64),
    /// The customer's margin on our goods: target and worst.
    pub margin: (f64, f64),
    /// Problems resolved: target and worst.
    pub resolved: (f64, f64),
    /// Days to resolve: target and worst.
    pub days: (f64, f64),
    /// Our share in the customer's sales: target and worst.
    pub share: (f64, f64),
    /// First words of a customer's name.
    pub firms: &'static [&'static str],
}

/// Position of the multinational chains in [`CATEGORIES`].
pub const MULTINATIONAL: usize = 0;
/// Position of the local chains.
pub const LOCAL_CHAIN: usize = 1;
/// Position of the department stores.
pub const DEPARTMENT: usize = 2;

/// The five customer categories.
pub const CATEGORIES: [Category; 5] = [
    Category {
        name: "다국적 체인",
        about: "해외 본사를 둔 할인점·양판점",
        part: 0.04,
        size: 1.75,
        growth: 0.16,
        stock: (35.0, 70.0),
        margin: (0.12, 0.04),
        resolved: (0.95, 0.70),
        days: (5.0, 15.0),
        share: (0.20, 0.08),
        firms: &["글로벌마트", "유로하이퍼", "퍼시픽홈"],
    },
    Category {
        name: "현지 체인",
        about: "국내 가전 양판 체인",
        part: 0.14,
        size: 1.20,
        growth: 0.34,
        stock: (40.0, 80.0),
        margin: (0.13, 0.04),
        resolved: (0.95, 0.70),
        days: (5.0, 15.0),
        share: (0.25, 0.10),
        firms: &["화메이전기", "톈룽가전", "진허전자랜드", "바이룽가전"],
    },
    Category {
        name: "백화점",
        about: "대형 쇼핑몰 안의 당사 매대",
        part: 0.22,
        size: 1.42,
        growth: 0.06,
        stock: (45.0, 90.0),
        margin: (0.18, 0.08),
        resolved: (0.95, 0.70),
        days: (7.0, 20.0),
        share: (0.30, 0.15),
        firms: &["중싱백화점", "톈허쇼핑몰", "신세기백화점", "둥먼백화점"],
    },
    Category {
        name: "전문점",
        about: "당사 제품만 파는 점포",
        part: 0.38,
        size: 0.90,
        growth: 0.05,
        stock: (50.0, 100.0),
        margin: (0.22, 0.12),
        resolved: (0.95, 0.70),
        days: (7.0, 20.0),
        share: (0.90, 0.70),
        firms: &["하이얼전문점"],
    },
    Category {
        name: "가맹점",
        about: "에어컨 등 일부 품목의 가맹 점포",
        part: 0.22,
        size: 0.45,
        growth: -0.03,
        stock: (55.0, 110.0),
        margin: (0.20, 0.10),
        resolved: (0.90, 0.60),
        days: (10.0, 25.0),
        share: (0.60, 0.35),
        firms: &["에어컨가맹점", "생활가전가맹점"],
    },
];

/// Parts of a city, for names of customers.
pub const DISTRICTS: [&str; 24] = [
    "중구",
    "동구",
    "서구",
    "남구",
    "북구",
    "신구",
    "고신구",
    "개발구",
    "역전",
    "시청앞",
    "강변",
    "호반",
    "대학로",
    "문화로",
    "인민로",
    "해방로",
    "중산로",
    "건설로",
    "창장로",
    "황허로",
    "청년로",
    "평화로",
    "광장",
    "구시가",
];

/// Family names.
pub const SURNAMES: [&str; 20] = [
    "왕", "리", "장", "류", "천", "양", "자오", "황", "저우", "우", "쉬", "쑨", "후", "주", "가오", "린", "허", "궈",
    "마", "뤄",
];

/// Given names, first syllable.
pub const GIVEN_FIRST: [&str; 16] =
    ["샤오", "즈", "리", "메이", "젠", "쉐", "위", "하이", "신", "팡", "윈", "칭", "원", "춘", "징", "밍"];

/// Given names, second syllable.
pub const GIVEN_SECOND: [&str; 16] =
    ["화", "핑", "룽", "강", "나", "웨이", "둥", "옌", "보", "란", "쥔", "페이", "민", "톈", "린", "하오"];

/// What a customer's problem can be about.
pub const PROBLEM_KINDS: [&str; 6] = ["배송 지연", "품질 불량", "가격 분쟁", "대금 정산", "설치", "판촉 지원"];

/// What a customer charges us for.
pub const FEE_KINDS: [&str; 4] = ["판촉비", "진열비", "물류비", "교육비"];
