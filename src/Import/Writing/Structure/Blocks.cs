namespace Fusion.Import.Writing.Structure;

/// <summary>Makes classes of parts: equal ones become one block, and what differs between its uses its parameters.</summary>
/// <param name="typeNames">What no block may be called.</param>
internal sealed class Blocks(TypeNames typeNames)
{
    private readonly List<Body> _classes = [];

    /// <summary>The blocks, each behind those that it uses.</summary>
    public IReadOnlyList<Body> Classes => _classes;

    /// <summary>The inside of the network, whose parts have become uses of blocks.</summary>
    public Body Compose(Scope root, IReadOnlyList<int> inputs, IReadOnlyList<int> outputs, Identifiers identifiers)
    {
        var made = new Dictionary<Scope, Use>(ReferenceEqualityComparer.Instance);
        foreach (var level in Descendants(root).GroupBy(Height).OrderBy(level => level.Key))
        {
            var bodies = level.Select(scope => (Scope: scope, Body: Inside(scope, made, outputs, root))).ToList();
            foreach (var (instances, use) in BlockUnion.Unite([.. bodies.Select(pair => pair.Body)], typeNames, _classes))
                made[bodies[instances].Scope] = Placed(bodies[instances].Scope, use);
        }

        return Normal.Plain(BodyBuilder.Build(inputs, Members(root, made), outputs, identifiers));
    }

    private static Use Placed(Scope scope, Use use)
    {
        Scope outer = scope.Parent!;
        return scope.IsNamed ? use with { Wanted = outer.Relative(scope.Path), Path = scope.Path } : use;
    }

    private static Body Inside(Scope scope, Dictionary<Scope, Use> made, IReadOnlyList<int> outputs, Scope root)
    {
        IReadOnlyList<Use> members = Members(scope, made);
        var results = members.Select(use => use.Result).ToHashSet();
        var inside = new HashSet<Use>(scope.All, ReferenceEqualityComparer.Instance);
        int[] read = [.. members.SelectMany(use => use.Inputs).Where(input => !results.Contains(input)).Distinct()];
        int result = members.Select(use => use.Result).Single(value => outputs.Contains(value)
            || root.All.Any(use => use.Inputs.Contains(value) && !inside.Contains(use)));
        string[] names = read.Length == 1 ? ["x"] : [.. read.Select((_, i) => ((char)('a' + i)).ToString())];
        Body body = BodyBuilder.Build(read, members, [result], new Identifiers(names));
        return body with { InputNames = names, Stem = scope.IsNamed ? scope.Path[(scope.Path.LastIndexOf('.') + 1)..] : "" };
    }

    /// <summary>What stands in a scope's class, in an order in which it can run, with names that are relative to it.</summary>
    private static IReadOnlyList<Use> Members(Scope scope, Dictionary<Scope, Use> made)
    {
        List<Use> waiting =
        [
            .. scope.Uses.Select(use => use.HasParameters && scope.IsNamed ? use with { Wanted = scope.Relative(use.Path) } : use),
            .. scope.Children.Select(child => made[child]),
        ];
        waiting = [.. waiting.OrderBy(use => use.Result < 0 ? int.MinValue : use.Result)];
        var ordered = new List<Use>();
        var missing = waiting.Select(use => use.Result).ToHashSet();
        while (waiting.Count > 0)
        {
            Use next = waiting.First(use => !use.Inputs.Any(missing.Contains));
            waiting.Remove(next);
            missing.Remove(next.Result);
            ordered.Add(next);
        }

        return ordered;
    }

    private static IEnumerable<Scope> Descendants(Scope scope) =>
        scope.Children.SelectMany(child => Descendants(child).Append(child));

    private static int Height(Scope scope) => scope.Children.Count == 0 ? 0 : 1 + scope.Children.Max(Height);
}
