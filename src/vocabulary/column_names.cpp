#include "vocabulary/column_names.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "cleanse/cleanser.hpp"

namespace onefold::vocabulary {

namespace {

struct Phrases {
  Meaning meaning;
  std::string_view phrases;  // separated by commas
};

constexpr std::array kPhrases = {
    Phrases{
        Meaning::given_name,
        "given name,first name,forename,given,fname,firstname,vorname,rufname,prenom,nombre,nombres,nombre de pila,"
        "nome proprio,primer nombre,voornaam,fornavn,fornamn,imie,imię,christian name,first nm,first,givenname,f name"},
    Phrases{Meaning::middle_name,
            "middle name,middlename,middle,middle initial,mname,second name,second forename,zweitname,zweiter vorname,"
            "deuxieme prenom,segundo nombre,secondo nome,mellemnavn,middle nm"},
    Phrases{
        Meaning::surname,
        "surname,last name,lastname,lname,family name,familyname,second surname,nachname,familienname,zuname,"
        "nom de famille,nom,apellido,apellidos,primer apellido,segundo apellido,cognome,apelido,sobrenome,achternaam,"
        "efternavn,efternamn,nazwisko,last nm,last,maiden name,birth name,geburtsname,former name,l name,previous "
        "surname"},
    Phrases{Meaning::full_name,
            "full name,fullname,complete name,person name,customer name,client name,patient name,contact name,"
            "first and surname,name full,vollstandiger name,nom complet,nom et prenom,nombre completo,nome completo,"
            "volledige naam,kundenname,display name,cardholder,account name,voter name,employee name"},
    Phrases{Meaning::birth_date,
            "date of birth,birth date,dob,birthdate,birthday,birth dt,born,born on,geburtsdatum,geburtstag,geb "
            "datum,gebdatum,geb,"
            "date de naissance,date naissance,naissance,fecha de nacimiento,fecha nacimiento,fecha nac,data di "
            "nascita,data nascita,"
            "data de nascimento,data nascimento,geboortedatum,fodselsdato,fodselsdag,fodelsedatum,data urodzenia"},
    Phrases{Meaning::email,
            "email,e mail,mail,email address,e mail address,emailaddress,mail address,courriel,adresse mail,adresse "
            "email,correo,"
            "correo electronico,posta elettronica,e post,epost,email 1"},
    Phrases{Meaning::phone,
            "phone,telephone,tel,phone number,phonenumber,telephone number,tel no,mobile,mobile phone,mobile "
            "number,cell,cell phone,"
            "cellphone,home phone,work phone,telefon,telefonnummer,tel "
            "nr,handy,mobil,mobilnummer,telefono,tlf,movil,celular,"
            "telefone,cellulare,portable,telefoon,telefoonnummer,contact number,landline,msisdn,phone "
            "no,telefonszam,phone home,phone work,phone mobile"},
    Phrases{Meaning::postcode,
            "postcode,post code,postal code,postalcode,zip,zip code,zipcode,zip 5,plz,postleitzahl,code "
            "postal,cp,codigo postal,cap,"
            "codice postale,cep,postnummer,postnr,kod pocztowy,eircode,pin code,pincode,postcode fake"},
    Phrases{Meaning::address,
            "address,addr,street,street address,address line,addressline,street name,streetname,address 1,addr "
            "1,road,strasse,str,"
            "anschrift,adresse,rue,voie,direccion,calle,domicilio,indirizzo,via,endereco,morada,rua,straat,adres,gade,"
            "vej,gata,"
            "gatuadress,ulica,full address,home address,residence,mailing address,location address,postal address"},
    Phrases{
        Meaning::house_number,
        "house number,street number,house no,street no,houseno,streetno,streetnumber,housenumber,building "
        "number,hausnummer,"
        "hausnr,hnr,numero de rue,num voie,numero,numero civico,civico,huisnummer,husnummer,house,apartment,unit,flat,"
        "flat number,apt,unit number"},
    Phrases{
        Meaning::city,
        "city,town,suburb,locality,municipality,place,village,ort,stadt,wohnort,gemeinde,ville,commune,localite,ciudad,"
        "localidad,municipio,poblacion,citta,comune,cidade,plaats,woonplaats,stad,by,miasto,city name,town "
        "city,county,district,"
        "parish,neighborhood,neighbourhood,borough"},
    Phrases{Meaning::birth_place,
            "birth place,birthplace,place of birth,born in,geburtsort,lieu de naissance,lugar de nacimiento,luogo di "
            "nascita,"
            "geboorteplaats,city of birth,birth city,country of birth,birth country,geburtsland,pays de naissance"},
    Phrases{Meaning::state,
            "state,province,region,bundesland,kanton,canton,departement,provincia,estado,regione,regiao,provincie,"
            "wojewodztwo,"
            "state code,st"},
    Phrases{Meaning::country,
            "country,nation,nationality,country "
            "code,citizenship,land,staat,pays,nationalite,pais,paese,nazione,nationaliteit,kraj"},
    Phrases{Meaning::gender,
            "gender,sex,geschlecht,sexe,sexo,sesso,genere,geslacht,kon,kjonn,plec,gender code,sex code"},
    Phrases{Meaning::salutation,
            "salutation,anrede,honorific,prefix,civilite,tratamiento,name prefix,name suffix,suffix,aanhef"},
    Phrases{Meaning::occupation,
            "occupation,job,profession,beruf,metier,profesion,professione,beroep,job title,employment,role,position"},
    Phrases{Meaning::trait,
            "age,alter,marital status,civil status,familienstand,etat civil,estado civil,stato civile,burgerlijke "
            "staat,race,ethnicity,ethnic group,religion,konfession,mother tongue,blood group,blood type,eye color,eye "
            "colour,hair color"},
    Phrases{Meaning::birth_year,
            "birth year,year of birth,yob,geburtsjahr,annee de naissance,ano de nacimiento,anno di nascita,dob "
            "year,birthyear,byear,geboortejaar,fodselsar,rok urodzenia"},
    Phrases{Meaning::birth_month,
            "birth month,month of birth,mob,geburtsmonat,mois de naissance,mes de nacimiento,mese di nascita,dob "
            "month,birthmonth,bmonth,geboortemaand"},
    Phrases{Meaning::birth_day,
            "birth day,day of birth,geburtstag tag,jour de naissance,dia de nacimiento,giorno di nascita,dob "
            "day,bday,geboortedag,birth dom"},
    Phrases{Meaning::month, "month,monat,mois,mes,mese,maand,maned,manad,miesiac"},
    Phrases{Meaning::day, "day,tag,jour,dia,giorno,dag,dzien,day of month"},
    Phrases{Meaning::death_date,
            "death date,date of death,dod,deceased on,todesdatum,sterbedatum,date de deces,fecha de defuncion,data di "
            "morte,overlijdensdatum"},
    Phrases{Meaning::fax, "fax,fax number,faxnummer,telefax,fax no,facsimile"},
    Phrases{Meaning::website,
            "website,web,url,homepage,web site,web address,webseite,internet,site web,sitio web,sito web,web "
            "page,webpage,domain,web domain,domain name"},
    Phrases{Meaning::latitude, "latitude,lat,geo lat,gps lat,breitengrad,geografische breite,latitud,latitudine"},
    Phrases{Meaning::longitude,
            "longitude,lon,lng,long,geo long,geo lon,gps lon,gps long,langengrad,geografische lange,longitud,"
            "longitudine"},
    Phrases{Meaning::location, "location,coordinates,geo,lat lon,lat long,latlon,latlng,gps,geolocation,koordinaten"},
    Phrases{Meaning::company,
            "company,company name,organisation,organization,org,employer,firma,unternehmen,business "
            "name,business,entreprise,societe,"
            "empresa,azienda,bedrijf,institution,affiliation,legal name,trading name,hospital,school,university"},
    Phrases{
        Meaning::identifier,
        "ssn,soc sec id,social security,social security number,soc sec,nin,nino,national insurance number,national id,"
        "national identity,nhs number,nhs no,nhs,passport,passport number,passport no,tax id,taxid,tin,vat,vat "
        "number,vat id,"
        "steuernummer,steuer id,sozialversicherungsnummer,svnr,insee,nir,siret,siren,dni,nif,nie,curp,rfc,codice "
        "fiscale,"
        "fiscal code,cpf,cnpj,bsn,personnummer,cpr,pesel,iban,account number,account no,card number,licence number,"
        "license number,driver license,drivers license,drivers licence,driving licence,driving "
        "license,isbn,issn,ean,upc,gtin,sku,asin,doi,mpn,model "
        "number,modelno,model no,"
        "model,part number,partno,barcode,serial number,lei,duns,medicare,medicare number,loyalty no,member "
        "number,membership no,"
        "document number,document no,ausweisnummer,policy number,nat id,sin,aadhaar,pan,reference number,style number"},
    Phrases{
        Meaning::name,
        "name,bezeichnung,nm,nazwa,naam,navn,namn,label name,nome,denominazione,denomination,item name,"
        "product name,productname,restaurant,restaurant name,beer name,song name,track name,artist name,venue name"},
    Phrases{Meaning::title,
            "title,titel,titre,titulo,titolo,product title,book title,paper title,song,track,album,movie,film,heading,"
            "article title,publication title"},
    Phrases{Meaning::description,
            "description,desc,descr,beschreibung,details,summary,abstract,features,descripcion,descrizione,"
            "omschrijving,text,"
            "notes,comment,comments,specs,content,review,short description,long description,body"},
    Phrases{Meaning::authors,
            "authors,author,autor,autoren,auteur,auteurs,autores,autore,autori,writer,writers,artist,artists,"
            "performer,director,directors,actors,cast,creator,starring"},
    Phrases{
        Meaning::venue,
        "venue,journal,conference,booktitle,book title venue,publication,published in,series,proceedings,zeitschrift"},
    Phrases{Meaning::brand,
            "brand,brand name,manufacturer,maker,make,vendor,hersteller,marke,marque,marca,fabricant,fabricante,"
            "produttore,fabrikant,merk,publisher,studio,brewery,label company,brew factory name,production "
            "company,supplier"},
    Phrases{Meaning::price, "price,list price,preis,prix,precio,prezzo,preco,prijs,pris,cena,cost,msrp,sale price"},
    Phrases{Meaning::year,
            "year,yr,jahr,annee,ano,anno,jaar,ar,rok,publication year,pub year,year of publication,release year"},
    Phrases{Meaning::kind,
            "type,category,kind,class,genre,typ,kategorie,art,categorie,categoria,tipo,clase,group name,cuisine,"
            "style,subcategory,color,colour,size,language,format"},
    Phrases{Meaning::date, "date,datum,fecha,data"},
    Phrases{Meaning::release_date,
            "released,release date,published,publication date,date published,date released,erscheinungsdatum"},
    Phrases{Meaning::amount,
            "quantity,weight,height,width,length,rating,score value,volume,pages,number of pages,duration,time,abv,"
            "votes,runtime"},
    Phrases{Meaning::administrative,
            "status,record status,account status,customer status,kundenstatus,zustand,statut,stato,estatus,situacao,"
            "record type,recordtype,row type,entry type,satzart,type d enregistrement,tipo de registro,tipo record,"
            "customer type,account type,entity type,kundentyp,kundenart,active,is active,inactive,deleted,is deleted,"
            "blocked,locked,archived,aktiv,inaktiv,gesperrt,geloscht,actif,activo,attivo,ativo,actief,flag,flags,"
            "kennzeichen,opt in,optin,opt out,consent,gdpr consent,marketing consent,einwilligung,consentement,"
            "consentimiento,consenso,toestemming,samtykke,zgoda,newsletter,subscribed,do not call,do not contact,"
            "verified,is verified,segment,customer segment,segmento,tier,channel,kanal,canal,canale,campaign,kampagne,"
            "priority,prioritat,score,rank,points,punkte,puntos,punti,amount,betrag,summe,montant,importe,importo,"
            "bedrag,belob,belopp,kwota,balance,saldo,solde,revenue,turnover,umsatz,chiffre d affaires,omzet,salary,"
            "gehalt,income,total,subtotal,credit limit,kreditlimit,discount,rabatt,remise,descuento,sconto,"
            "currency,wahrung,devise,moneda,valuta,num orders,number of orders,order count,visits,logins,"
            "payment method,zahlungsart,batch,batch id,program,programme,program name,"
            "assigned to,sachbearbeiter,valid from,valid to,valid until,gultig ab,gultig von,gultig "
            "bis,expiry date,expiration date,expires,expires on,issue date,issued,issued on,date of issue,"
            "ablaufdatum,ausstellungsdatum,date d expiration,fecha de caducidad,start date,end date,due date,"
            "order date,last order,last order date,last purchase,last login,last contact,first contact,country of "
            "issue,issuing country,issue country,ausstellungsland,pays de delivrance,pais de expedicion"},
    Phrases{Meaning::row_id,
            "id,rec id,record id,recordid,recid,unique id,uniqueid,uid,uuid,guid,row id,rowid,pk,key,index,idx,no,nr,"
            "customer id,customer no,customer number,customerid,cust id,cust no,kundennummer,kundennr,kunden nr,"
            "client id,person id,patient id,user id,userid,member id,source id,src id,numero client,identifiant,"
            "identificador,codigo,codice,klantnummer,subscriber id,call id,contact id,entity key,unnamed 0,"
            "product id,item id,paper id,mrn,ncid,voter reg num,employee id,serial,ltable id,rtable id,identifier,"
            "record number,record no,lfd nr,laufende nummer,oid,object id,sys id,system id,crm id"},
    Phrases{Meaning::updated,
            "updated,updated at,last updated,last update,last modified,modified,modified at,modified on,changed,"
            "changed at,change date,last changed,lastmodified,updated on,update date,update time,timestamp,"
            "modification date,aenderungsdatum,anderungsdatum,geandert,geandert am,date modification,modifie le,"
            "fecha modificacion,fecha actualizacion,data modifica,mutatiedatum,mtime,last seen,ts"},
    Phrases{Meaning::created,
            "created,created at,creation date,create date,created on,date created,inserted,inserted at,insert date,"
            "load date,loaded at,angelegt,angelegt am,erstellt,erstellungsdatum,date creation,cree le,fecha creacion,"
            "registration date,signup date,registered,extract date,snapshot date,entry date,registered on,date "
            "registered,date added,added on,join date,joined,member since,customer since,kunde seit,anlagedatum,"
            "erfassungsdatum,registrierungsdatum,date d inscription,date inscription,fecha de alta,fecha alta,fecha "
            "registro,fecha de registro,data registrazione,data di registrazione,registratiedatum,aanmaakdatum,"
            "oprettet,oprettelsesdato,skapad,data rejestracji,data utworzenia,import date,imported at,ladedatum"},
    Phrases{Meaning::truth,
            "cluster,cluster id,clusterid,true id,trueid,true cluster,truth,ground truth,gold,gold id,golden id,label,"
            "labels,match id,matchid,entity,entity id,entityid,true entity,group id,groupid,true person,true customer,"
            "duplicate of,dup id,duplicate id,dedupe id,real id,master id,masterid,golden record id,class label,"
            "match group,is match,is duplicate,family id true,target,household true"},
    Phrases{Meaning::source,
            "source,source dataset,sourcesystem,source system,src,dataset,file name,filename,quelle,system,origin,"
            "data source,record source,cid source"},
};

const std::map<std::string, Meaning, std::less<>>& known_phrases() {
  static const auto phrases = [] {
    std::map<std::string, Meaning, std::less<>> known;
    for (const auto& [meaning, list] : kPhrases) {
      std::string_view rest = list;
      while (!rest.empty()) {
        const auto comma = std::min(rest.find(','), rest.size());
        const std::string phrase = words_of_name(rest.substr(0, comma));
        known.emplace(phrase, meaning);
        // The same phrase written as one word.
        std::string joined = phrase;
        std::erase(joined, ' ');
        known.emplace(joined, meaning);
        rest.remove_prefix(std::min(comma + 1, rest.size()));
      }
    }
    return known;
  }();
  return phrases;
}

std::vector<std::string> split_words(const std::string& text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : text + " ") {
    if (c != ' ')
      word += c;
    else if (!word.empty())
      words.push_back(std::move(word)), word.clear();
  }
  return words;
}

std::string join(const std::vector<std::string>& words, std::size_t first, std::size_t count) {
  std::string text;
  for (std::size_t i = first; i < first + count; ++i) text += (text.empty() ? "" : " ") + words[i];
  return text;
}

bool is_number(const std::string& word) { return word.find_first_not_of("0123456789") == std::string::npos; }

// Removes numbers at either end: address_2 is an address.
std::vector<std::string> core_words(std::string_view name) {
  auto words = split_words(words_of_name(name));
  while (words.size() > 1 && is_number(words.back())) words.pop_back();
  if (!words.empty()) {
    auto& last = words.back();
    while (last.size() > 2 && last.back() >= '0' && last.back() <= '9') last.pop_back();
  }
  return words;
}

Meaning meaning_of_all(const std::vector<std::string>& words) {
  const auto& known = known_phrases();
  auto found = known.find(join(words, 0, words.size()));
  if (found == known.end()) {
    std::string joined;
    for (const auto& word : words) joined += word;
    found = known.find(joined);
  }
  return found == known.end() ? Meaning::unknown : found->second;
}

// Words that say that a column is about the row, the number or the address, and not the value itself.
constexpr std::array<std::string_view, 24> kQualifiers = {
    "type",     "typ",     "kind",   "art",       "status",  "flag",   "category", "verified",
    "validity", "consent", "optin",  "preferred", "quality", "source", "usage",    "count",
    "tipo",     "soort",   "rodzaj", "kategorie", "statut",  "valid",  "active",   "updated"};
// Of an identifier: who issued it.
constexpr std::array<std::string_view, 14> kIssuers = {"country", "state",   "authority", "issuer", "issued",
                                                       "issuing", "land",    "pays",      "pais",   "paese",
                                                       "expiry",  "expires", "date",      "nation"};
// Words that do not tell two columns apart.
constexpr std::array<std::string_view, 30> kFillers = {
    "number", "no",   "nr",      "num",     "nummer",   "numero", "id",     "code",   "the",  "of",
    "de",     "di",   "d",       "van",     "customer", "client", "kunden", "kunde",  "cust", "person",
    "value",  "main", "primary", "current", "record",   "field",  "col",    "column", "full", "identifier"};
// Usual names of the same kind of identifier.
constexpr std::array<std::string_view, 14> kSameIdentifiers = {
    "ssn,soc sec id,social security,social security number,soc sec,ssn number,sozialversicherungsnummer,svnr",
    "nin,nino,national insurance number,national insurance",
    "national id,national identity,nat id,national id number,personal id,identity number",
    "nhs number,nhs no,nhs",
    "passport,passport number,passport no,reisepass,reisepassnummer,passnummer,pasaporte,passeport,paspoort",
    "tax id,taxid,tin,tax number,steuernummer,steuer id,tax no,fiscal number",
    "vat,vat number,vat id,vat no,ust id,ustid,ustidnr,tva,numero tva,partita iva,btw nummer",
    "licence number,license number,driver license,driver licence,driving licence,driving license,drivers license,"
    "drivers license number,drivers licence number,driver license number,fuhrerschein,fuhrerscheinnummer",
    "ean,upc,gtin,barcode,ean13,gtin13,ean code,upc code",
    "mpn,model number,modelno,model no,model,part number,partno,manufacturer part number",
    "codice fiscale,fiscal code,cf",
    "account number,account no,account,konto,kontonummer",
    "policy number,policy no,policennummer,versicherungsnummer,police",
    "lei,lei number,lei code,legal entity identifier"};

template <std::size_t size>
bool is_one_of(const std::array<std::string_view, size>& words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

Meaning meaning_of_words(const std::vector<std::string>& words) {
  if (const Meaning whole = meaning_of_all(words); whole != Meaning::unknown) return whole;
  // The longest known phrase wins, and among equally long ones the last: in "customer home city" the last word is
  // decisive.
  for (std::size_t count = words.size() - 1; count > 0; --count)
    for (std::size_t first = words.size() - count + 1; first-- > 0;) {
      const std::string phrase = join(words, first, count);
      if (phrase.size() < 3 && phrase != "id" && phrase != "no" && phrase != "nr") continue;
      const auto found = known_phrases().find(phrase);
      if (found != known_phrases().end()) return found->second;
    }
  return Meaning::unknown;
}

// "phone_type" and "passport_country" describe the phone and the passport. "address_country" is a part of an address.
bool describes_another(const std::vector<std::string>& words) {
  if (words.size() < 2) return false;
  const bool qualifies = is_one_of(kQualifiers, words.back()), issues = is_one_of(kIssuers, words.back());
  if (!qualifies && !issues) return false;
  auto rest = words;
  rest.pop_back();
  switch (meaning_of_words(rest)) {
    case Meaning::identifier:
    case Meaning::row_id:
      return true;
    case Meaning::phone:
    case Meaning::fax:
    case Meaning::email:
    case Meaning::address:
    case Meaning::full_name:
      return qualifies;
    default:
      return false;
  }
}

// The words that tell columns apart, in ascending order.
std::vector<std::string> telling_words(std::string_view name) {
  auto words = core_words(name);
  std::erase_if(words, [](const std::string& word) { return is_one_of(kFillers, word) || is_number(word); });
  std::ranges::sort(words);
  return words;
}

// The number of the list of kSameIdentifiers that has this name; nothing if none has.
std::optional<std::size_t> kind_of_identifier(std::string_view name) {
  static const auto kinds = [] {
    std::map<std::string, std::size_t, std::less<>> known;
    for (std::size_t i = 0; i < kSameIdentifiers.size(); ++i)
      for (std::string_view rest = kSameIdentifiers[i]; !rest.empty();) {
        const auto comma = std::min(rest.find(','), rest.size());
        known.emplace(rest.substr(0, comma), i);
        rest.remove_prefix(std::min(comma + 1, rest.size()));
      }
    return known;
  }();
  const auto words = core_words(name);
  const auto found = kinds.find(join(words, 0, words.size()));
  return found == kinds.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace

std::string words_of_name(std::string_view name) {
  // A word ends where a capital follows a small letter, and at any character that is neither letter nor digit.
  std::string spaced;
  const auto is_small = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (i > 0 && is_capital(name[i]) && is_small(name[i - 1])) spaced += ' ';
    const bool plain = is_small(name[i]) || is_capital(name[i]) || (name[i] >= '0' && name[i] <= '9');
    spaced += plain || (name[i] & 0x80) != 0 ? name[i] : ' ';
  }
  cleanse::Cleanser fold({.name = "name", .type = AttributeType::text}, nullptr);
  return std::string(fold.cleanse(spaced));
}

Meaning meaning_of(std::string_view name) {
  const auto words = core_words(name);
  if (words.empty()) return Meaning::unknown;
  if (const Meaning whole = meaning_of_all(words); whole != Meaning::unknown) return whole;
  return describes_another(words) ? Meaning::administrative : meaning_of_words(words);
}

bool names_agree(std::string_view left, std::string_view right) {
  if (words_of_name(left) == words_of_name(right)) return true;
  const auto l = telling_words(left), r = telling_words(right);
  if (!l.empty() && l == r) return true;
  const auto kind = kind_of_identifier(left);
  return kind && kind == kind_of_identifier(right);
}

bool is_specific(Meaning meaning) {
  switch (meaning) {
    case Meaning::given_name:
    case Meaning::middle_name:
    case Meaning::surname:
    case Meaning::full_name:
    case Meaning::birth_date:
    case Meaning::birth_year:
    case Meaning::birth_month:
    case Meaning::birth_day:
    case Meaning::death_date:
    case Meaning::email:
    case Meaning::phone:
    case Meaning::fax:
    case Meaning::postcode:
    case Meaning::address:
    case Meaning::house_number:
    case Meaning::city:
    case Meaning::birth_place:
    case Meaning::state:
    case Meaning::country:
    case Meaning::gender:
    case Meaning::salutation:
    case Meaning::occupation:
    case Meaning::company:
    case Meaning::website:
    case Meaning::latitude:
    case Meaning::longitude:
    case Meaning::location:
    case Meaning::name:
    case Meaning::title:
    case Meaning::description:
    case Meaning::authors:
    case Meaning::venue:
    case Meaning::brand:
    case Meaning::price:
    case Meaning::year:
    case Meaning::release_date:
      return true;
    default:
      return false;
  }
}

bool is_known_name(std::string_view name) {
  const auto words = core_words(name);
  return !words.empty() && meaning_of_all(words) != Meaning::unknown;
}

bool names_a_truth(std::string_view name) {
  const auto words = core_words(name);
  if (words.empty()) return false;
  if (meaning_of_all(words) == Meaning::truth) return true;
  return std::ranges::any_of(words, [](const std::string& word) {
    return word == "cluster" || word == "truth" || word == "true" || word == "gold" || word == "groundtruth";
  });
}

std::string as_attribute_name(std::string_view name) {
  std::string result;
  for (const char c : words_of_name(name)) result += c == ' ' ? '_' : (c & 0x80) != 0 ? 'x' : c;
  // A name begins with a letter.
  if (result.empty() || (result.front() >= '0' && result.front() <= '9'))
    result = result.empty() ? "column" : "column_" + result;
  return result;
}

}  // namespace onefold::vocabulary
