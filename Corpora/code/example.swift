/// A quantity of one ingredient, such as 250 grams of flour.
struct Ingredient: Hashable, Sendable {
  enum Unit: String, CaseIterable, Sendable {
    case gram = "g"
    case millilitre = "ml"
    case spoon
    case piece
  }

  let name: String
  let amount: Double
  let unit: Unit

  func scaled(by factor: Double) -> Ingredient {
    Ingredient(name: name, amount: amount * factor, unit: unit)
  }
}

struct Recipe: Sendable {
  let title: String
  let servings: Int
  let ingredients: [Ingredient]

  /// The same recipe for another number of people.
  func adjusted(toServe people: Int) throws(KitchenError) -> Recipe {
    guard people > 0, servings > 0 else { throw .nobodyToServe(recipe: title) }
    let factor = Double(people) / Double(servings)
    return Recipe(
      title: title,
      servings: people,
      ingredients: ingredients.map { $0.scaled(by: factor) }
    )
  }
}

enum KitchenError: Error, CustomStringConvertible {
  case nobodyToServe(recipe: String)
  case missing([Ingredient])

  var description: String {
    switch self {
    case .nobodyToServe(let recipe):
      return "\(recipe) needs at least one guest"
    case .missing(let ingredients):
      let list = ingredients
        .map { "\($0.name) (\($0.amount) \($0.unit.rawValue))" }
        .joined(separator: ", ")
      return "still to buy: \(list)"
    }
  }
}

/// What stands on the shelf at home.
struct Pantry {
  private struct Key: Hashable {
    let name: String
    let unit: Ingredient.Unit
  }

  private var stock: [Key: Double] = [:]

  mutating func add(_ ingredient: Ingredient) {
    stock[Key(name: ingredient.name, unit: ingredient.unit), default: 0] += ingredient.amount
  }

  func lacking(for recipe: Recipe) -> [Ingredient] {
    recipe.ingredients.compactMap { wanted in
      let available = stock[Key(name: wanted.name, unit: wanted.unit)] ?? 0
      guard available < wanted.amount else { return nil }
      return Ingredient(name: wanted.name, amount: wanted.amount - available, unit: wanted.unit)
    }
  }

  /// Takes everything the recipe needs, or nothing at all.
  mutating func cook(_ recipe: Recipe) throws(KitchenError) {
    let lacking = lacking(for: recipe)
    guard lacking.isEmpty else { throw .missing(lacking) }
    for used in recipe.ingredients {
      stock[Key(name: used.name, unit: used.unit), default: 0] -= used.amount
    }
  }
}

let pancakes = Recipe(
  title: "Pancakes",
  servings: 2,
  ingredients: [
    Ingredient(name: "flour", amount: 125, unit: .gram),
    Ingredient(name: "milk", amount: 250, unit: .millilitre),
    Ingredient(name: "egg", amount: 1, unit: .piece),
  ]
)

var pantry = Pantry()
pantry.add(Ingredient(name: "flour", amount: 500, unit: .gram))
pantry.add(Ingredient(name: "milk", amount: 1000, unit: .millilitre))
pantry.add(Ingredient(name: "egg", amount: 2, unit: .piece))

for guests in [2, 4, 6] {
  do {
    let recipe = try pancakes.adjusted(toServe: guests)
    try pantry.cook(recipe)
    print("Cooked \(recipe.title.lowercased()) for \(guests).")
  } catch {
    print("Not enough for \(guests): \(error)")
  }
}
