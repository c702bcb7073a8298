"""Given names that infants and their parents bear; none that is a word of notes too, such as May, Will, Max or Rose."""

_NAMES = """
    aaliyah aaron abdul abdullah abigail adam adrian agnes ahmad ahmed aidan aisha alan albert alejandro alessandro
    alessia alex alexander alexandra alexis alfie alfred ali alice alicia alina alyssa amalia amanda amelia amelie
    amir amira amy anastasia anders andre andrea andreas andrew andrzej angela angelina anita anja ann anna
    annabelle anne annika anthony anton antonia antonio anya archie aria ariana arjun arthur asma astrid aurora ava
    ayaan ayesha ayse barbara beatrice beatriz benedikt benjamin bernadette bianca bilal birgit boris brandon brian
    bruno caleb camila camille carla carlos carmen caroline catherine cecilia celine charles charlie charlotte
    chiara chloe christina christine christoph christopher claire clara claudia clemens connor constantin cristina
    daisy damian daniel daniela danielle david deborah denise dennis diana diego dimitri dmitri dominik dorothea
    dylan edith eduard edward ekaterina elena eleni elias elif elijah elisa elisabeth elise eliza elizabeth ella
    ellen ellie eloise elsa emil emilia emilie emily emma emmanuel enrico enzo erik erika ernst esra esther ethan
    eugene eva evelyn evie ezra fabian farah fatima fatma felix fernando filip finn fiona florian francesca
    francesco francis franz frederick frida friedrich gabriel gabriela gareth gemma george gerhard gianna giorgio
    giovanni giulia greta guadalupe gustav hamza hana hanna hannah hans harry hasan hassan heather heidi heike helen
    helena helene henri henrik henry hugo hussain hussein ibrahim ilse imran ines ingrid irina isaac isabel isabella
    isla ismail ivan jacob jakob jakub james jamie jana janek janet jasmin jasmine jason javier jennifer jens jeremy
    jessica joachim joanna johan johanna johannes john jonas jonathan jose josef joseph josephine joshua juan
    juergen julia julian juliana julie jusuf jürgen karen karin karl karolina katarina kate katharina katherine
    kathrin katie katja katrin kayla kenneth kevin khadija kiran klara klaus konstantin krishna kristina kristof
    lara lars laszlo laura lea leah leila lena leni leo leon leonard leonie leonor liam lieke liesbeth lina linda
    linus lisa logan lorenzo louisa louise luca lucas lucia lucie lucy luis luisa luise lukas luke lydia maddalena
    madison maja malik manuel marco marcus margaret margarita maria mariam marie marina mario marion markus marlene
    marta martha martina maryam mateo mathilda matilda matteo matthew matthias maximilian maya megan mehmet mei
    melanie melissa mia michael michaela michal michelle miguel mikael mila milan milena mina miriam mohamed
    mohammad mohammed monica monika moritz muhammad mustafa nadia nadine natalia natalie natasha nathan nathaniel
    neha nicholas nico nicola nicolas nicole niklas nikolai nina noah noemi nora nour olaf oleg olga oliver olivia
    omar oscar oskar otto owen pablo paolo patricia patrick paul paula pauline pavel pedro peter petra philipp
    philippa phoebe pia pierre piotr priya rachel rafael rahul rania raphael raquel rebecca renate riccardo richard
    robert roberto rohan roland rosalie rosie ruth ryan sabine sabrina salma samantha samuel sandra sara sarah
    sebastian selim selina selma serena sergei sergio shreya silvia simon simone siobhan sofia sofie solveig sonia
    sonja sophia sophie stefan stefanie stella stephanie stephen steven sue susan susanne sven svenja svetlana
    sylvia tamara tanja tatjana teresa tessa thea theo theodor theodore theresa thomas tiago timothy tobias tom
    tomas tommaso tristan ulrich ursula valentina valeria vanessa vera veronica vikram viktor viktoria vincent
    vladimir walter werner wilhelm william wolfgang xavier yasmin yuki yusuf yves yvonne zahra zainab zara zoe zoey
    zofia
"""
GIVEN_NAMES = frozenset(_NAMES.split())
