#include "generate/word_lists.hpp"

namespace onefold::generate::words {

// Borne by people born before about 1970, and still later.
const std::string_view kWomenTraditional =
    "Margaret Mary Susan Patricia Christine Elizabeth Jean Linda Janet Barbara Sheila Dorothy Carol Ann Joan Maureen Jacqueline "
    "Julie Sandra Joyce Pamela Kathleen Brenda Valerie Doreen Pauline Eileen Irene Sylvia Marion Shirley Judith Gillian Joanna "
    "Rosemary Hilary Beryl June Audrey Jennifer Anne Lesley Angela Diane Denise Lynn Heather Wendy Hazel Gwendoline Edna Marjorie "
    "Vera Winifred Phyllis Gladys Muriel Betty Nora Freda Hilda Olive Elsie Marian Josephine Theresa Bernadette Frances Helen Ruth "
    "Sally Deborah Karen Jane Alison Tracey Sharon Lorraine Yvonne Beverley Dawn Elaine Geraldine Glenys Myra Norma Rita Thelma "
    "Veronica Vivien Yvette Avril Bridget Cynthia Daphne Davina Delia Dinah Edith Enid Ethel Evelyn Felicity Gaynor Glynis Greta "
    "Gwyneth Ida Iris Isobel Ivy Jill Jocelyn Lilian Lois Lorna Lynda Mabel Madge Mavis Meryl Mildred Millicent Miriam Moira "
    "Morag Nancy Nesta Noreen Olwen Pearl Penelope Petula Prudence Rhona Rosalind Rosamund Rowena Sheena Stella Teresa Ursula "
    "Verity Viola Wilma Winnie Agnes Ada Bessie Blodwen Cicely Constance Dilys Doris Eunice Flora Gaye Honor Ingrid Jessie "
    "Kay Leonora Marlene Maud Mona Nell Oonagh Peggy Roberta Shona Thora Una Vanessa Zena Megan Carys Sinead Siobhan Fiona Kirsty "
    "Amanda Nicola Jayne Debra Paula Maria Gail Cheryl Kim Annette Suzanne Teresa Catherine Katherine Kathryn Marie Bronwen";

const std::string_view kWomenModern =
    "Olivia Sophie Emily Jessica Chloe Charlotte Lauren Emma Amy Rebecca Hannah Amelia Lucy Georgia Bethany Megan Katie Ella Grace "
    "Laura Sarah Rachel Samantha Gemma Kelly Victoria Claire Lisa Nicola Michelle Louise Joanne Stephanie Danielle Natalie Kerry "
    "Leanne Hayley Kirsty Stacey Zoe Holly Jade Abigail Eleanor Molly Daisy Poppy Isabella Mia Lily Freya Evie Phoebe Alice "
    "Florence Imogen Matilda Rosie Scarlett Ruby Isla Ava Sienna Erin Niamh Caitlin Keira Leah Maisie Amber Paige Shannon Jodie "
    "Kayleigh Naomi Melissa Tara Rhiannon Sian Cerys Seren Ffion Nia Elin Catrin Angharad Lowri Eilidh Catriona Mairi Ailsa "
    "Aoife Ciara Roisin Orla Aisling Grainne Maeve Fatima Aisha Zainab Maryam Khadija Amina Sana Hafsa Noor Priya Anjali Kavita "
    "Neha Pooja Sunita Meera Divya Simran Jasmine Harpreet Manpreet Agnieszka Katarzyna Magdalena Monika Karolina Ewa Ioana "
    "Andreea Elena Anastasia Svetlana Mei Ling Yuki Chiara Giulia Sofia Lucia Carmen Ines Beatriz Amelie Camille Margaux Zoë "
    "Chloë Siân Renée Esmé Anaïs Tanya Natasha Nadia Tamara Bianca Gabriella Francesca Alessandra Arabella Beatrice Clementine "
    "Cordelia Harriet Henrietta Annabel Philippa Tabitha Tilly Willow Ivy Elsie Aurora Luna Harper Nevaeh Skye Summer Autumn Robyn "
    "Rosa Martha Lydia Miriam Esther Judith Tessa Thea Nell Nancy Polly Penny Kate Cara Carla Christina Catherine Elizabeth Helen";

const std::string_view kMenTraditional =
    "John David Michael Peter Robert Alan James William Brian Anthony Derek Kenneth Ronald Raymond Keith Roger Terence Geoffrey "
    "Dennis George Colin Thomas Barry Graham Malcolm Trevor Roy Frank Gordon Norman Eric Leslie Arthur Stanley Donald Douglas "
    "Albert Frederick Ernest Harold Reginald Sidney Leonard Walter Cyril Clifford Maurice Bernard Gerald Stuart Neil Ian Philip "
    "Stephen Paul Richard Christopher Andrew Martin Kevin Nigel Clive Howard Hugh Hubert Horace Herbert Ivan Ivor Jeremy Julian "
    "Laurence Lionel Melvyn Mervyn Miles Neville Noel Oswald Patrick Percy Ralph Rex Robin Rodney Roland Rupert Russell Samuel "
    "Sean Selwyn Spencer Tony Vernon Victor Vincent Wilfred Alastair Alexander Alfred Algernon Angus Archibald Aubrey Austin Basil "
    "Bertram Bruce Bryan Cecil Cedric Charles Clarence Clement Crispin Cuthbert Desmond Duncan Dylan Edgar Edmund Edward Edwin "
    "Emlyn Emrys Evan Ewan Fergus Francis Gareth Gavin Gilbert Giles Glyn Godfrey Graeme Gregory Griffith Guy Gwilym Hamish "
    "Harvey Hector Henry Humphrey Idris Jack Jeffrey Joseph Kenelm Lawrence Leo Leopold Lewis Louis Magnus Marcus Mark "
    "Matthew Maxwell Merlin Montague Mungo Murdo Murray Nicholas Oliver Owen Quentin Rhodri Roderick Ronan Rory Sebastian "
    "Seamus Simon Stewart Timothy Tristan Tudor Uisdean Wallace Warren Wayne Wynn Adrian Carl Darren Gary Glenn Lee Steven Terry";

const std::string_view kMenModern =
    "Jack Thomas James Daniel Joshua Matthew Oliver Ryan Luke Samuel Joseph William Benjamin Callum George Harry Jake Adam Alexander "
    "Liam Connor Nathan Christopher Michael Andrew David Lee Craig Gareth Jamie Stuart Mark Simon Jonathan Ben Lewis Charlie "
    "Jordan Kieran Aaron Kyle Ashley Scott Dean Shaun Stephen Robert Richard Edward Charles Henry Oscar Leo Archie Alfie Freddie "
    "Theo Finley Logan Noah Jacob Ethan Mason Lucas Max Isaac Dylan Tyler Harrison Toby Sebastian Elliot Felix Hugo Jasper Rufus "
    "Rhys Owen Ieuan Iwan Huw Aled Dafydd Gethin Macsen Cai Ewan Fraser Rory Cameron Hamish Blair Finlay Struan Cormac Declan "
    "Eoin Oisin Padraig Conor Mohammed Muhammad Ahmed Ali Hassan Hussain Ibrahim Omar Yusuf Bilal Imran Usman Tariq Faisal Raj "
    "Rahul Amit Sanjay Vikram Arjun Rohan Anil Suresh Harjit Gurpreet Jaspreet Piotr Tomasz Krzysztof Marek Pawel Michal Andrei "
    "Mihai Stefan Dmitri Sergei Wei Jun Hiroshi Marco Luca Matteo Pablo Diego José João André René Jürgen Björn Søren Tobias "
    "Lars Emil Nikolai Viktor Kwame Kofi Tunde Chidi Emeka Kwesi Tyrone Leon Marlon Jermaine Reuben Caleb Elijah Gabriel Jude "
    "Rowan Stanley Albert Arthur Frederick Louis Ralph Barnaby Monty Dexter Zachary Kai Zane Reece Brandon Bradley Elias Ezra "
    "Nicholas Timothy Peter Paul Philip Patrick Martin Marcus Dominic Damian Adrian Duncan Ross Stewart Gregory Russell Neil Carl";

const std::string_view kNicknames =
    "Robert=Bob,Rob,Bobby William=Bill,Will,Billy Richard=Dick,Rick,Rich James=Jim,Jimmy,Jamie John=Jack,Johnny Michael=Mike,Mick "
    "Thomas=Tom,Tommy Christopher=Chris,Kit Anthony=Tony Andrew=Andy,Drew David=Dave,Davey Stephen=Steve Steven=Steve Daniel=Dan,Danny "
    "Matthew=Matt Joseph=Joe,Joey Edward=Ed,Ted,Eddie Charles=Charlie,Chuck Henry=Harry,Hal George=Georgie Alexander=Alex,Sandy,Alec "
    "Benjamin=Ben,Benny Samuel=Sam,Sammy Nicholas=Nick,Nicky Timothy=Tim Philip=Phil Peter=Pete Kenneth=Ken,Kenny Ronald=Ron,Ronnie "
    "Raymond=Ray Terence=Terry Geoffrey=Geoff Gerald=Gerry Donald=Don,Donny Douglas=Doug Frederick=Fred,Freddie Albert=Bert,Bertie "
    "Alfred=Alf,Fred Arthur=Art Harold=Harry Reginald=Reg Sidney=Sid Leonard=Len,Lenny Walter=Wally,Walt Stanley=Stan "
    "Francis=Frank Lawrence=Larry,Laurie Laurence=Laurie Patrick=Pat,Paddy Gregory=Greg Jonathan=Jon,Jonny Joshua=Josh "
    "Nathan=Nat Jacob=Jake Zachary=Zach Sebastian=Seb Archibald=Archie Rodney=Rod Vincent=Vince Victor=Vic Wilfred=Wilf "
    "Mohammed=Mo Muhammad=Mo Ibrahim=Ibby Gabriel=Gabe Dominic=Dom Cameron=Cam Bradley=Brad Russell=Russ Jeffrey=Jeff Stewart=Stu "
    "Stuart=Stu Malcolm=Mal Trevor=Trev Desmond=Des Clifford=Cliff Bernard=Bernie Norman=Norm Maxwell=Max Oliver=Ollie Lewis=Lew "
    "Elizabeth=Liz,Beth,Betty,Lizzie Margaret=Maggie,Peggy,Meg Katherine=Kate,Kathy Catherine=Cath,Kate Kathleen=Kath Kathryn=Kath "
    "Susan=Sue,Susie Patricia=Pat,Trish Christine=Chris,Chrissie Christina=Tina Jennifer=Jenny,Jen Jacqueline=Jackie Barbara=Barb,Babs "
    "Deborah=Debbie,Deb Debra=Debbie Pamela=Pam Judith=Judy Gillian=Gill Rosemary=Rose,Rosie Dorothy=Dot,Dolly Mary=Molly,Polly "
    "Josephine=Jo,Josie Theresa=Terri,Tess Teresa=Terri,Tess Frances=Fran Valerie=Val Sandra=Sandy Linda=Lin Janet=Jan Angela=Angie "
    "Victoria=Vicky,Tori Rebecca=Becky,Becca Jessica=Jess,Jessie Samantha=Sam Stephanie=Steph Danielle=Dani Natalie=Nat Abigail=Abi "
    "Amanda=Mandy Nicola=Nicky Alison=Ali Charlotte=Lottie,Charlie Eleanor=Ellie,Nell Isabella=Bella,Izzy Matilda=Tilly Georgia=George "
    "Rachel=Rach Bethany=Beth Olivia=Liv,Livvy Philippa=Pippa Penelope=Penny Florence=Flo,Florrie Gwendoline=Gwen Winifred=Winnie "
    "Phyllis=Phyl Veronica=Ronnie Jacinta=Jass Gabriella=Gabby Francesca=Fran,Cesca Alexandra=Alex,Sandra Harriet=Hattie Beatrice=Bea "
    "Agnieszka=Aga Katarzyna=Kasia Magdalena=Magda Lorraine=Lol Sharon=Shaz Tracey=Trace Michelle=Shell Caroline=Caz Emily=Em,Emmie "
    "Amelia=Millie Melissa=Mel Imogen=Immy Annabel=Bel Maureen=Mo Marjorie=Marge Millicent=Millie Mildred=Millie Nancy=Nan";

}  // namespace onefold::generate::words
