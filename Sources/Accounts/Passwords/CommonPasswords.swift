/// Long passwords that an attacker would try first.
///
/// Collected by hand from what people are known to choose: the alphabet, rows of the keyboard, numbers, a word twice,
/// famous sentences, football clubs, words of the profession. ``BreachedPasswords`` has those of breaches.
enum CommonPasswords {
    /// The passwords in lower case, without spaces.
    static let all = Set(text.split(whereSeparator: \.isWhitespace).map(String.init))

    private static let text = """
        !qaz2wsx#edc4rfv 0123456789012345 01234567890123456789 098765432109876 0987654321098765
        09876543210987654321 112233445566778899 11223344556677889900 123123123123123123 1234123412341234
        12341234123412341234 123451234512345 12345123451234512345 123456123456123456 123456789012345
        1234567890123456 12345678901234567 123456789012345678 1234567890123456789 12345678901234567890
        1234567890987654321 1234567890qwertyuiop 123456789123456789 12345678987654321 123456789987654321
        147258369147258369 147258369963852741 159357159357159357 1q2w3e4r5t6y7u8i 1q2w3e4r5t6y7u8i9o
        1q2w3e4r5t6y7u8i9o0p 1qaz2wsx3edc4rfv 1qaz2wsx3edc4rfv5tgb 1qaz2wsx3edc4rfv5tgb6yhn
        1qaz2wsx3edc4rfv5tgb6yhn7ujm 271828182845904 314159265358979 3141592653589793 987654321987654321
        a1b2c3d4e5f6g7h8 a1s2d3f4g5h6j7k8 aaaabbbbccccdddd aabbccddeeffgghh abc123abc123abc123 abcd1234abcd1234
        abcdefg123456789 abcdefgh12345678 abcdefghijk12345 abcdefghijklmno abcdefghijklmnop
        abcdefghijklmnopqrst abcdefghijklmnopqrstuvwxyz adminadminadmin1 adminadminadminadmin administrator123
        administrator1234 administratoradministrator antidisestablishmentarianism asdfasdfasdfasdf
        asdfghjkl123456789 asdfghjklasdfghjkl asdfghjklzxcvbnm azertyuiopqsdfg azertyuiopqsdfghjklm
        batteryhorsestaple changeme1234567 changemechangeme changethispassword childprotection childprotection1
        childrensservices correctbatteryhorsestaple correcthorsebatterystaple everybodylovesraymond
        horsebatterystaple idontknowmypassword iforgotmypassword ihatepasswords1 ihateyouihateyou
        ihavenopassword ilovechocolate1 ilovemychildren ilovemydaughter ilovemyfamily123 ilovemyhusband1
        iloveyou123456789 iloveyoubaby123 iloveyouforever iloveyouforever1 iloveyouiloveyou
        iloveyoumorethananything iloveyousomuch1 iloveyouverymuch jesusismysaviour jesuslovesyou123
        knowsleycouncil1 letmeinletmein1 letmeinletmeinletmein letmeinplease123 liverpoolfc1892
        liverpoolfootballclub llanfairpwllgwyngyll loremipsumdolorsitamet manchestercity1 manchestercity123
        manchesterunited manchesterunited1 maytheforcebewithyou maythefourthbewithyou merseysidepolice
        merseysidepolice1 mnbvcxzlkjhgfdsa mypasswordis123 mypasswordispassword newcastleunited
        newcastleunited1 nopasswordneeded onceuponatimethere opensesameopensesame p@ssw0rdp@ssw0rd
        p@ssword123456789 pa55wordpa55word passphrasepassphrase passw0rdpassw0rd password1234567
        password12345678 password123456789 password1234567890 password123password password123password123
        password1password1 passwordispassword passwordpassword passwordpassword1 passwordpassword123
        pleasechangeme123 pleaseletmeinnow pneumonoultramicroscopicsilicovolcanoconiosis poiuytrewqasdfghjkl
        poiuytrewqlkjhgfdsamnbvcxz q1w2e3r4t5y6u7i8 q1w2e3r4t5y6u7i8o9p0 qazwsxedcrfvtgb qazwsxedcrfvtgbyhn
        qazwsxedcrfvtgbyhnujm qazwsxedcrfvtgbyhnujmikolp qwerty123456789 qwerty1234567890 qwerty123qwerty123
        qwertyqwertyqwerty qwertyuiop12345 qwertyuiop123456 qwertyuiop123456789 qwertyuiop1234567890
        qwertyuiop[]asdfghjkl qwertyuiopasdfg qwertyuiopasdfgh qwertyuiopasdfghjkl qwertyuiopasdfghjklzxcvbnm
        qwertyuiopqwertyuiop referralbusreferralbus safeguardingchildren secretsecretsecret socialservices1
        socialworker1234 supercalifragilisticexpialidocious thepasswordispassword thequickbrownfox
        thequickbrownfoxjumps thequickbrownfoxjumpsoverthelazydog thisisapassword thisisasecret123
        thisismypassword thisisnotmypassword tobeornottobethatisthequestion topsecretpassword tottenhamhotspur
        trustno1trustno1 trustnoone12345 welcome123456789 welcome1welcome1 welcometothejungle welcomewelcome1
        welcomewelcome123 whatisthematrix wolverhamptonwanderers youllneverwalkalone zaq12wsxcde34rfv
        zaq1zaq1zaq1zaq1 zxcvbnmasdfghjkl zxcvbnmasdfghjklqwertyuiop zxcvbnmzxcvbnm123
        zyxwvutsrqponmlkjihgfedcba
        """
}
