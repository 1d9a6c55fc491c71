"""The words that a card understands, each with what it stands for."""

PLACES = {
    "sea": "sea ocean beach coast coastline shore seaside bay waves surf harbor harbour island pier cliff lagoon",
    "lake": "lake river pond waterfall creek fjord stream",
    "mountain": "mountain mountains alps peak summit ridge hill valley canyon highlands hiking trail volcano cave",
    "forest": "forest woods woodland jungle trees rainforest grove pine",
    "field": "field meadow farm countryside prairie vineyard grassland pasture garden park village orchard crops wheat",
    "desert": "desert dunes dune sahara sand savanna mesa",
    "snow": "snow arctic glacier tundra ski antarctica snowfield",
    "city": "city skyline downtown metropolis skyscraper skyscrapers rooftop cityscape town buildings tower",
    "street": "street road alley avenue sidewalk market highway crossing neighborhood neighbourhood plaza",
    "kitchen": "kitchen cooking bakery chef oven stove countertop",
    "office": "office desk workplace meeting boardroom startup coworking computer conference headquarters",
    "cafe": "cafe café coffeehouse restaurant bar diner bistro",
    "bedroom": "bedroom bed pillow hotel sleep sleeping",
    "room": "room living lounge apartment interior sofa couch indoors hallway fireplace attic",
    "studio": "studio backdrop cyclorama packshot seamless pedestal podium plinth",
    "class": "classroom school lecture university whiteboard blackboard lesson",
    "gym": "gym fitness workout yoga",
    "shop": "shop store boutique supermarket mall library bookstore bookshop",
    "lab": "laboratory lab hospital clinic",
    "hall": "warehouse factory garage workshop hangar industrial",
    "stage": "stage concert theater theatre spotlight audience podcast",
    "space": "space galaxy planet orbit cosmos astronaut spaceship nebula mars rocket satellite universe",
    "underwater": "underwater reef coral diver diving fish whale",
    "sky": "sky clouds airplane flying balloon airship",
}
INDOORS = frozenset(
    ["kitchen", "office", "cafe", "bedroom", "room", "studio", "class", "gym", "shop", "lab", "hall", "stage"]
)

TIMES = {
    "sunrise": "sunrise dawn daybreak morning",
    "day": "day daytime noon midday afternoon daylight sunny sunlit bright summer",
    "golden": "golden-hour sunset sundown evening autumn",
    "dusk": "dusk twilight blue-hour",
    "night": "night midnight nighttime moonlight moonlit neon starry",
}
WEATHERS = {
    "rain": "rain rainy raining drizzle wet umbrella downpour",
    "storm": "storm stormy thunder lightning thunderstorm",
    "snow": "snow snowy snowing winter blizzard snowfall christmas",
    "fog": "fog foggy mist misty haze hazy smoke",
    "cloudy": "cloudy overcast clouds grey gray gloomy",
    "clear": "clear sunny cloudless",
}
SHOTS = {
    "closeup": "close-up closeup macro portrait detail face headshot extreme",
    "medium": "medium medium-shot mid-shot waist-up",
    "wide": "wide wide-shot long-shot establishing panorama panoramic landscape vast",
    "aerial": "aerial drone bird's-eye overhead top-down",
    "shoulder": "over-the-shoulder",
    "low": "low-angle",
}
STYLES = {
    "noir": "noir black-and-white monochrome b&w",
    "watercolor": "watercolor watercolour painting painted gouache impressionist oil",
    "cartoon": "cartoon comic flat illustration vector storybook children",
    "anime": "anime manga ghibli",
    "minimal": "minimal minimalist minimalistic clean simple",
    "documentary": "documentary natural realistic photo photorealistic realism photographic handheld",
    "render": "3d render pixar cgi claymation clay isometric",
    "sketch": "sketch pencil charcoal drawing line-art storyboard",
    "vintage": "vintage retro film analog 70s 80s 1970s polaroid sepia",
    "neon": "neon cyberpunk synthwave futuristic vaporwave",
    "pastel": "pastel soft dreamy dream",
    "cinematic": "cinematic film-like epic dramatic blockbuster movie",
}
MOODS = {
    "warm": "happy joyful warm cozy cosy hopeful cheerful love romantic nostalgic family smiling laughing",
    "cold": "sad lonely cold melancholy melancholic empty silent quiet somber grief",
    "tense": "tense mysterious dramatic scary ominous danger dangerous thriller suspense",
    "energetic": "energetic exciting vibrant dynamic bold epic powerful colourful colorful festive",
}
PEOPLE = {
    "man": "man men guy father dad businessman boyfriend husband king waiter fisherman gentleman he boy's brother",
    "woman": "woman women lady mother mom mum girlfriend wife queen waitress businesswoman she sister bride",
    "child": "child kid boy girl children kids toddler son daughter baby grandson granddaughter",
    "old man": "grandfather grandpa",
    "old woman": "grandmother grandma",
    "person": (
        "person someone people anyone character chef doctor nurse teacher student worker engineer artist"
        " farmer founder traveler traveller hiker runner athlete musician singer dancer scientist designer"
        " developer customer presenter host speaker barista baker photographer driver cyclist tourist commuter surfer"
        " entrepreneur manager employee patient neighbour neighbor gardener carpenter mechanic"
        " detective soldier pilot dj guitarist narrator viewer owner shopkeeper craftsman potter painter writer"
        " reader user human astronaut diver protagonist adventurer explorer climber keeper"
        " knight wizard pirate sailor teenager"
    ),
}
GROUPS = {
    "crowd": "crowd audience people group children kids students customers men women guests pupils tourists workers"
    " neighbours neighbors villagers passengers",
}
# Who belongs to a small group.
COMPANIES = {
    "couple": ("man", "woman"),
    "family": ("man", "woman", "child"),
    "friends": ("woman", "man"),
    "colleagues": ("man", "woman"),
    "team": ("woman", "man", "person"),
    "parents": ("man", "woman"),
}
THINGS = {
    "dog": "dog puppy hound retriever",
    "cat": "cat kitten",
    "fox": "fox vixen",
    "wolf": "wolf wolves coyote",
    "bear": "bear grizzly",
    "bird": "bird birds seagull seagulls gull dove crow eagle flock",
    "horse": "horse pony",
    "car": "car taxi cab vehicle suv limousine convertible automobile",
    "bus": "bus van truck lorry camper",
    "bicycle": "bicycle bike cyclist cycling",
    "boat": "boat sailboat ship yacht sail sailing ferry",
    "plane": "plane airplane jet aircraft",
    "balloon": "balloon balloons",
    "rocket": "rocket spaceship spacecraft shuttle",
    "bottle": "bottle perfume shampoo serum lotion wine beer flask water-bottle cosmetic skincare cream",
    "phone": "phone smartphone mobile iphone app",
    "cup": "cup mug coffee tea espresso latte cocoa",
    "box": "box package parcel gift product carton packaging",
    "laptop": "laptop computer notebook macbook monitor",
    "shoe": "shoe sneaker sneakers shoes boot boots trainer",
    "watch": "watch smartwatch wristwatch",
    "headphones": "headphones headset earbuds",
    "can": "can soda cola energy-drink",
    "book": "book books novel",
    "lamp": "lantern lamp candle",
    "flower": "flower flowers rose tulip bouquet sunflower",
    "tree": "tree oak palm birch",
    "lighthouse": "lighthouse",
    "tent": "tent camping camp",
    "fish": "fish whale dolphin shark turtle",
    "house": "house cottage cabin barn hut farmhouse villa",
    "cake": "cake bread pizza burger food meal dish pasta salad plate",
    "camera": "camera",
    "guitar": "guitar",
    "ball": "ball football basketball",
    "robot": "robot android",
}
PRODUCTS = frozenset(
    [
        "bottle",
        "phone",
        "cup",
        "box",
        "laptop",
        "shoe",
        "watch",
        "headphones",
        "can",
        "book",
        "lamp",
        "cake",
        "camera",
        "guitar",
        "ball",
    ]
)
# Things that "they" may mean, and that stand before a building rather than behind a person.
BEINGS = frozenset(["dog", "cat", "fox", "wolf", "bear", "bird", "horse", "fish", "robot"])
ROOTED = frozenset(["tree", "house", "lighthouse", "tent"])
OUTDOORS = frozenset(
    ["car", "bus", "boat", "plane", "balloon", "rocket", "tree", "house", "lighthouse", "tent", "fox", "wolf", "bear"]
)
POSES = {
    "hero": "superhero proud proudly confident confidently heroic triumphant",
    "walk": "walk walks walking stroll strolls strolling hike hikes hiking wander wanders wandering steps crosses",
    "run": "run runs running jog jogs jogging sprint sprints sprinting race races racing chases",
    "sit": "sit sits sitting seated sat relaxes reads reading types typing works working writes writing studies",
    "cheer": "cheer cheers cheering celebrate celebrates celebrating jump jumps jumping dance dances dancing",
    "hold": "hold holds holding carries carrying shows showing offers drinks drinking sips pours unboxes lifts opens",
    "point": "points pointing presents presenting explains explaining gestures speaks speaking teaches talks",
    "phone": "texting scrolling selfie calls calling",
}
COLOURS = {
    "red": "c8372d", "crimson": "a81f2e", "orange": "e2772b", "yellow": "eebb3a", "mustard": "cf9a2c",
    "green": "4b8a4f", "olive": "75793f", "teal": "22848a", "turquoise": "3ab0ad", "blue": "2f6fb4",
    "navy": "22335c", "purple": "72499c", "violet": "7f55b4", "pink": "e58aa5", "magenta": "c23a86",
    "brown": "7a5136", "beige": "d9c3a0", "tan": "c49a6c", "white": "f1eee8", "cream": "efe3c8",
    "grey": "84888f", "gray": "84888f", "silver": "b9bfc6", "black": "26262b", "gold": "d3a53a",
    "golden": "d3a53a", "blonde": "d9b465", "blond": "d9b465", "ginger": "b85f2c", "maroon": "6e2430",
    "amber": "d58a27", "lavender": "ab93cf", "peach": "f0b08f", "khaki": "a5986a", "denim": "3f5d86",
}  # fmt: skip
