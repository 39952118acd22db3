#include "generate/word_lists.hpp"

namespace onefold::generate::words {

const std::string_view kTowns = R"(London|N|20|900
London|E|20|950
London|SE|20|1000
London|SW|20|900
London|W|20|550
London|NW|20|560
Croydon|CR|20|390
Bromley|BR|20|300
Harrow|HA|20|450
Enfield|EN|20|330
Kingston upon Thames|KT|20|500
Twickenham|TW|20|470
Uxbridge|UB|1895|330
Sutton|SM|20|210
Romford|RM|1708|500
Ilford|IG|20|320
Dartford|DA|1322|420
Birmingham|B|121|1150
Manchester|M|161|560
Leeds|LS|113|770
Glasgow|G|141|1000
Sheffield|S|114|580
Liverpool|L|151|850
Bristol|BS|117|460
Edinburgh|EH|131|530
Leicester|LE|116|370
Coventry|CV|2476|340
Bradford|BD|1274|350
Cardiff|CF|2920|370
Belfast|BT|2890|340
Nottingham|NG|115|330
Kingston upon Hull|HU|1482|290
Newcastle upon Tyne|NE|191|300
Stoke-on-Trent|ST|1782|270
Southampton|SO|2380|260
Derby|DE|1332|270
Portsmouth|PO|2392|240
Brighton|BN|1273|230
Plymouth|PL|1752|260
Northampton|NN|1604|245
Reading|RG|118|320
Luton|LU|1582|225
Wolverhampton|WV|1902|265
Bolton|BL|1204|195
Aberdeen|AB|1224|200
Bournemouth|BH|1202|190
Norwich|NR|1603|195
Swindon|SN|1793|185
Swansea|SA|1792|180
Milton Keynes|MK|1908|230
Southend-on-Sea|SS|1702|180
Middlesbrough|TS|1642|175
Sunderland|SR|191|170
Peterborough|PE|1733|180
Warrington|WA|1925|165
Oxford|OX|1865|160
Huddersfield|HD|1484|160
Slough|SL|1753|160
York|YO|1904|155
Ipswich|IP|1473|145
Telford|TF|1952|145
Gloucester|GL|1452|135
Blackpool|FY|1253|140
Preston|PR|1772|140
Stockport|SK|161|135
Cambridge|CB|1223|140
Watford|WD|1923|130
Colchester|CO|1206|120
Exeter|EX|1392|125
Blackburn|BB|1254|120
Rotherham|S|1709|110
Cheltenham|GL|1242|115
Crawley|RH|1293|110
Eastbourne|BN|1323|100
Doncaster|DN|1302|110
Chesterfield|S|1246|95
Chelmsford|CM|1245|110
Basildon|SS|1268|105
Maidstone|ME|1622|110
Gillingham|ME|1634|105
Basingstoke|RG|1256|105
Worcester|WR|1905|100
Lincoln|LN|1522|100
Bath|BA|1225|95
Darlington|DL|1325|95
Rochdale|OL|1706|105
Oldham|OL|161|105
Worthing|BN|1903|105
Wakefield|WF|1924|105
Barnsley|S|1226|90
Halifax|HX|1422|90
Wigan|WN|1942|100
Salford|M|161|110
St Helens|WA|1744|100
Southport|PR|1704|90
Birkenhead|CH|151|120
Chester|CH|1244|85
Crewe|CW|1270|75
Stevenage|SG|1438|85
Hemel Hempstead|HP|1442|90
St Albans|AL|1727|85
Bedford|MK|1234|95
Hastings|TN|1424|90
Royal Tunbridge Wells|TN|1892|75
Guildford|GU|1483|85
Woking|GU|1483|85
Aldershot|GU|1252|80
Redhill|RH|1737|65
Canterbury|CT|1227|75
Ashford|TN|1233|75
Folkestone|CT|1303|55
Margate|CT|1843|60
Hereford|HR|1432|60
Shrewsbury|SY|1743|70
Stafford|ST|1785|65
Burton upon Trent|DE|1283|70
Nuneaton|CV|2476|75
Rugby|CV|1788|70
Walsall|WS|1922|80
Dudley|DY|1384|85
Kidderminster|DY|1562|55
Grimsby|DN|1472|85
Scunthorpe|DN|1724|75
Harrogate|HG|1423|70
Scarborough|YO|1723|55
Carlisle|CA|1228|70
Lancaster|LA|1524|55
Kendal|LA|1539|30
Durham|DH|191|60
Hartlepool|TS|1429|80
Gateshead|NE|191|100
Taunton|TA|1823|60
Torquay|TQ|1803|60
Truro|TR|1872|25
Newquay|TR|1637|22
Barnstaple|EX|1271|30
Salisbury|SP|1722|45
Yeovil|BA|1935|45
Weymouth|DT|1305|50
Poole|BH|1202|130
Winchester|SO|1962|45
Newport|NP|1633|130
Wrexham|LL|1978|65
Llandudno|LL|1492|22
Bangor|LL|1248|18
Aberystwyth|SY|1970|14
Carmarthen|SA|1267|16
Llandrindod Wells|LD|1597|6
Merthyr Tydfil|CF|1685|45
Bridgend|CF|1656|50
Dundee|DD|1382|148
Inverness|IV|1463|65
Perth|PH|1738|48
Stirling|FK|1786|38
Falkirk|FK|1324|36
Paisley|PA|141|77
Kilmarnock|KA|1563|46
Ayr|KA|1292|47
Motherwell|ML|1698|33
Dunfermline|KY|1383|54
Kirkcaldy|KY|1592|50
Dumfries|DG|1387|33
Galashiels|TD|1896|13
Kirkwall|KW|1856|9
Lerwick|ZE|1595|7
Stornoway|HS|1851|7
Londonderry|BT|2871|85
Lisburn|BT|2892|45
Newry|BT|2830|28
)";

const std::string_view kStreetNames =
    "High Church Station Victoria Park London Main New Queen King's Green Mill School Manor George Grange Springfield "
    "Albert Windsor "
    "York Alexandra North South West East Chapel Stanley Broad Highfield The_Crescent Kingsway Queensway St_John's "
    "St_Mary's "
    "St_Andrew's St_Peter's St_James's St_George's Holly Oak Ash Elm Beech Birch Cedar Chestnut Hawthorn Hazel "
    "Laburnum Lime Maple "
    "Orchard Poplar Rowan Sycamore Willow Yew Bridge River Brook Spring Well Water Ferry Canal Harbour Castle Abbey "
    "Priory Bishop "
    "Cathedral Vicarage Rectory Cross Market Cornmarket Bakers Butchers Fishergate Foundry Tannery Quarry Colliery "
    "Railway Gas_Works "
    "Industrial Nelson Wellington Waterloo Trafalgar Balmoral Sandringham Osborne Clarence Cambridge Oxford Bath "
    "Bristol Chester "
    "Coventry Derby Devonshire Dover Durham Essex Exeter Gloucester Hereford Kent Lancaster Leicester Lincoln Norfolk "
    "Northumberland "
    "Nottingham Richmond Salisbury Somerset Stafford Suffolk Surrey Sussex Warwick Worcester Primrose Rose Bluebell "
    "Lavender Heather "
    "Fern Bramble Ivy Clover Foxglove Meadow Field Hill Heath Moor Common Wood Forest Grove Dene Dale Valley Upper "
    "Lower Old Long "
    "Short Middle Cromwell Shakespeare Byron Milton Tennyson Wordsworth Keats Shelley Browning Dickens Kipling Burns "
    "Scott Newton "
    "Darwin Faraday Brunel Stephenson Churchill Gladstone Disraeli Salisbury_Park Marlborough Hastings Drake Raleigh "
    "Cook Livingstone "
    "Gordon Hamilton Campbell Stewart Douglas Wallace Bruce Argyle Montrose Melrose Lomond Avon Severn Thames Trent "
    "Tyne Tees Mersey "
    "Humber Lea Ouse Wye Tamar Exe Summer Winter Sunny Fairview Hillside Hillcrest Woodside Woodlands Riverside "
    "Lakeside Seaview "
    "Clifton Carlton Norton Ashton Sutton Weston Easton Thornton Preston Burton Langley Wembley Finchley Dudley "
    "Bentley Stoneleigh "
    "Swan Crown White_Hart Red_Lion Plough Royal_Oak Fox Bell Peacock Heron Kingfisher Lark Nightingale Robin Swallow "
    "Wren Linden";

const std::string_view kStreetKinds =
    "Road Street Close Avenue Lane Drive Gardens Way Crescent Court Place Terrace Grove Hill Rise View Walk Square Row "
    "Mews Green "
    "Parade Park Gate";

const std::string_view kHouseNames =
    "Rose_Cottage The_Cottage The_Old_Rectory The_Willows Orchard_House Ivy_Cottage The_Bungalow Hillside The_Lodge "
    "Woodlands The_Barn "
    "Meadow_View Sunnyside The_Old_School Mill_House Primrose_Cottage Fairview The_Laurels Highfield_House The_Granary";

// Under the reserved top-level domain "example" (RFC 2606), so that no address can receive mail.
const std::string_view kEmailDomains =
    "gmail.example hotmail.co.example yahoo.co.example outlook.example btmail.example icloud.example live.co.example "
    "sky.example "
    "talktalk.example virgin.example ntlworld.example mail.example aol.example blueyonder.example tiscali.co.example "
    "me.example "
    "googlemail.example proton.example fastmail.example plus.example zen.co.example waitrose.example o2.co.example "
    "orange.example "
    "uni.ac.example nhs.example council.gov.example school.sch.example post.example freenet.example";

const std::string_view kMobilePrefixes =
    "730 731 732 733 734 735 736 737 738 739 740 741 742 743 744 753 754 755 756 757 758 759 771 772 773 774 775 776 "
    "777 784 785 786 "
    "787 788 789 794 795 796 797 798 799";

}  // namespace onefold::generate::words
