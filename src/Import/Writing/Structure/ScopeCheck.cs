namespace Fusion.Import.Writing.Structure;

/// <summary>Takes apart what cannot be a block: parts with several results, or that others run in the middle of.</summary>
internal static class ScopeCheck
{
    public static void Run(Scope root, IReadOnlyList<int> outputs)
    {
        var readers = root.All.SelectMany(use => use.Inputs.Select(input => (input, use))).ToLookup(pair => pair.input, pair => pair.use);
        Visit(root);

        void Visit(Scope scope)
        {
            foreach (Scope child in scope.Children.ToList())
            {
                Visit(child);
                if (IsBlock(child)) continue;
                int at = scope.Children.IndexOf(child);
                scope.Children.RemoveAt(at);
                foreach (Scope inner in child.Children) inner.Parent = scope;
                scope.Children.InsertRange(at, child.Children);
                scope.Uses.AddRange(child.Uses);
            }
        }

        bool IsBlock(Scope scope)
        {
            var inside = new HashSet<Use>(scope.All, ReferenceEqualityComparer.Instance);
            if (inside.Count < 2 || !inside.Any(use => use.HasParameters)) return false;
            var results = inside.Select(use => use.Result)
                .Where(value => outputs.Contains(value) || readers[value].Any(reader => !inside.Contains(reader))).ToList();
            var made = inside.Select(use => use.Result).ToHashSet();
            if (results.Count != 1 || !inside.SelectMany(use => use.Inputs).Any(input => !made.Contains(input))) return false;
            var waiting = new Stack<Use>(readers[results[0]].Where(reader => !inside.Contains(reader)));
            var seen = new HashSet<Use>(ReferenceEqualityComparer.Instance);
            while (waiting.Count > 0)
            {
                Use use = waiting.Pop();
                if (inside.Contains(use)) return false;
                if (seen.Add(use)) foreach (Use reader in readers[use.Result]) waiting.Push(reader);
            }

            return true;
        }
    }
}
