#include "generate/word_lists.hpp"

namespace onefold::generate::words {

const std::string_view kSurnames =
    "Smith Jones Williams Taylor Brown Davies Evans Wilson Thomas Johnson Roberts Robinson Thompson Wright Walker White Edwards Hughes "
    "Green Hall Lewis Harris Clarke Patel Jackson Wood Turner Martin Cooper Hill Ward Morris Moore Clark Lee King Baker Harrison "
    "Morgan Allen James Scott Phillips Watson Davis Parker Price Bennett Young Griffiths Mitchell Kelly Cook Carter Richardson "
    "Bailey Collins Bell Shaw Murphy Miller Cox Khan Richards Marshall Anderson Simpson Ellis Adams Singh Begum Wilkinson Foster "
    "Chapman Powell Webb Rogers Gray Mason Ali Hunt Hussain Campbell Matthews Owen Palmer Holmes Mills Barnes Knight Lloyd Butler "
    "Russell Barker Fisher Stevens Jenkins Murray Dixon Harvey Graham Pearson Ahmed Fletcher Walsh Kaur Gibson Howard Andrews "
    "Stewart Elliott Reynolds Saunders Payne Fox Ford Pearce Day Brooks West Lawrence Cole Atkinson Bradley Spencer Gill Dawson "
    "Watts Rose Wells Burton Hart Francis Grant Robertson Lane Rees Hudson Akhtar Hayes Webster Newman Carr Ryan Stone Rowe Burns "
    "Porter Black Nicholson Hopkins Perkins Byrne Cunningham Armstrong Hamilton Ross Gordon Reid McDonald Macdonald Mackenzie "
    "Henderson Paterson Morrison Fraser Ferguson Kerr Cameron Duncan Sinclair Sutherland Munro Maclean MacLeod Mackay Crawford Boyd "
    "Craig Muir Wallace Bruce Douglas Drummond Buchanan Forbes Gallacher Docherty O'Neill O'Brien O'Connor O'Sullivan O'Donnell "
    "O'Reilly O'Leary O'Hara Doherty Gallagher McLaughlin McCarthy McGrath McKenna McCann McGuire McMahon McNamara Kennedy "
    "Quinn Nolan Brennan Doyle Duffy Daly Casey Flynn Farrell Hogan Keane Lynch Maguire Regan Sheridan Sweeney Tierney "
    "Whelan Moran Fitzgerald Fitzpatrick Fitzsimmons Pugh Pritchard Parry Bowen Beynon Bevan Probert Prosser Howell Howells "
    "Llewellyn Vaughan Gwynne Meredith Rhys Tudor Trevithick Penrose Tremayne Pascoe Trelawney Nance Pengelly Polglase Hocking "
    "Archer Arnold Atkins Austin Baldwin Ball Banks Barber Barlow Barnett Barrett Barry Barton Bates Baxter Beaumont Benson Berry "
    "Birch Bird Bishop Blackburn Blake Bolton Bond Booth Bowman Boyle Bradshaw Briggs Bright Britton Brookes Bryan Bryant Buckley "
    "Bull Burgess Burke Burrows Bush Byrd Cartwright Chadwick Chambers Chandler Charlton Christie Clayton Clements Coates Coleman "
    "Connolly Conway Cooke Cooper-Hill Cross Crossley Curtis Dale Daniels Davey Davidson Davison Dean Denton Dickinson Dodd Donnelly "
    "Draper Drew Dunn Dyer Eaton Eccles English Fairclough Faulkner Field Finch Fleming Flower Forster Franklin Freeman French "
    "Frost Fuller Gardiner Gardner Garner George Gibbons Gibbs Giles Glover Goddard Godfrey Goodman Goodwin Gough Gould Greenwood "
    "Gregory Griffin Haines Hale Hammond Hancock Hanson Harding Hardy Harper Hartley Haynes Heath Henry Herbert Hewitt Hicks "
    "Higgins Hobbs Hodgson Holden Holland Holloway Holt Hooper Hope Horton Houghton Howe Humphreys Hunter Hurst Hutchinson Hyde "
    "Ingham Inglis Iqbal Irving Islam Jarvis Jeffery Jennings John Johnston Jordan Joyce Kay Kemp Kendall Kent Kirby Kirk Lamb "
    "Lambert Lawson Leach Leigh Leonard Little Lord Lowe Lucas Mahmood Mann Marsden Marsh May Mellor Metcalfe Middleton Miah "
    "Mistry Moss Myers Nash Naylor Nelson Newton Nicholls Norman Norris North Norton Oliver Osborne Page Parkes Parkin Parkinson "
    "Parsons Peacock Pearse Peters Phelps Pickering Pike Poole Potter Pratt Preston Purcell Randall Rahman Rashid Ray Read Reed "
    "Rice Riley Rowley Sanderson Savage Schofield Seymour Shah Sharma Sharp Sharpe Shepherd Short Skinner Slater Smart Stephens "
    "Stephenson Stokes Storey Stuart Summers Sutton Swift Sykes Talbot Tanner Tate Thomson Thornton Todd Tomlinson Townsend Tucker "
    "Tyler Underwood Vincent Wade Waller Walters Walton Warner Warren Waters Weaver Weston Wheeler Whitehead Whittaker Wiggins "
    "Wilkins Willis Winter Wong Woods Woodward Wyatt Yates York Chan Chen Cheung Lam Leung Ng Nguyen Tran Zhang Wang Kim Park "
    "Kowalski Nowak Wójcik Kamińska Lewandowski Zieliński Popescu Ionescu Dumitru Ivanov Petrov Horvath Novak Schmidt Müller "
    "Schäfer Weiß Dubois Lefèvre Rossi Bianchi Esposito García Fernández Nuñez Gonçalves da_Silva de_Souza van_der_Berg van_Dijk "
    "de_la_Cruz Le_Grand St_John D'Arcy D'Souza Okafor Adeyemi Okonkwo Balogun Mensah Owusu Boateng Mwangi Ndlovu Dlamini "
    "Chowdhury Choudhury Uddin Malik Mirza Qureshi Siddiqui Sheikh Hassan Abdi Mohamed Yusuf Rao Reddy Nair Menon Iyer Gupta Mehta "
    "Desai Joshi Chauhan Dhillon Sandhu Sidhu Bains Grewal Virdi Cohen Levy Goldberg Rosenberg Friedman Papadopoulos Georgiou";

const std::string_view kSurnameStarts =
    "Ack Ald Alder Apple Arm Ash Ask Ayl Bag Bam Ban Barn Bart Bas Beck Bed Bent Bex Bick Bil Birk Blen Bol Bos Brad Bram Bran Bray "
    "Bret Brig Brock Brom Brough Buck Bul Burn Cad Cald Cam Can Carl Cat Caul Chad Charl Chel Chester Clap Clav Cleve Cliff Cob Col "
    "Comp Cop Cor Cot Cran Craw Cres Crick Crom Cros Crow Cul Dal Dar Deb Den Der Did Dil Dod Don Dor Drax Dray Dun Dur East Ed Eg "
    "El Elm Ems Ever Ex Fair Far Farn Fel Fen Fer Fin Flax Fleet Fos Ful Gar Gas Gil Glen Gol Gos Gran Gras Gret Grim Had Hal Ham "
    "Har Hart Has Hath Hav Haw Hazel Hem Hen Hep Hes Het Hil Hin Hol Hor Hos Hum Hux Ink Ips Kel Ken Ket Kil Kim Kirk Knap Knot Lam "
    "Lang Lat Led Leg Len Lid Lin Lock Lod Long Lud Lum Lut Lyn Mal Mar Mat Med Mel Mer Mick Mil Mon Mor Mos Mun Nap Net New Nor "
    "Nut Oak Ock Ol Ot Ox Pad Pan Pat Pem Pen Pet Pick Pil Plum Pol Por Pres Pud Quar Rad Rain Ram Rav Red Rick Ring Rip Rock Rod "
    "Rom Ros Rud Rush Sal San Sax Scar Sed Sel Shel Shen Ship Shir Shot Sil Skel Sken Smal Snel Som Spar Stain Stan Stap Stock Stod "
    "Strat Sun Sut Swal Swin Tad Tal Tam Tat Ten Thack Thorn Thur Til Tod Tor Tun Twy Ul Up Ux Wad Wal Wan War Wat Wed Wel Wen Whar "
    "Whit Wick Wil Win Wit Wol Wor Wych Wyn Yar Yat Yel";

const std::string_view kSurnameMiddles = "- ing er le en";

const std::string_view kSurnameEnds =
    "ton ford ley ham well worth wood field bury by thorpe land man gate stead burn brook dale den don combe cott croft hurst mere "
    "stone ridge shaw side wick wright ward house bridge son more";

}  // namespace onefold::generate::words
