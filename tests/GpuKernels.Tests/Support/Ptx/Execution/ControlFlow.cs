using Fusion.Kernels.Tests.Support.Ptx.Instructions;

namespace Fusion.Kernels.Tests.Support.Ptx.Execution;

/// <summary>Where threads that a branch has separated meet again: at the first place that all ways from the branch lead through.</summary>
internal static class ControlFlow
{
    /// <summary>For each branch the instruction where they meet; the code's length where that is the kernel's end.</summary>
    /// <exception cref="NotSupportedException">From a branch there is no way to the end.</exception>
    public static int[] Meetings(IReadOnlyList<Instruction> code)
    {
        int[] starts = Starts(code);
        int exit = starts.Length;
        int[][] successors = [.. Enumerable.Range(0, exit).Select(block => Successors(code, starts, block))];
        int[] dominators = PostDominators(successors, exit);
        int[] meetings = new int[code.Count];
        for (int block = 0; block < exit; block++)
        {
            int last = End(code, starts, block) - 1;
            if (code[last] is not Branch { MaySeparate: true }) continue;
            if (dominators[block] < 0) throw code[last].Source.Unknown("there is no way from here to the end.");
            meetings[last] = dominators[block] == exit ? code.Count : starts[dominators[block]];
        }
        return meetings;
    }

    private static int[] Starts(IReadOnlyList<Instruction> code)
    {
        var starts = new SortedSet<int> { 0 };
        for (int i = 0; i < code.Count; i++)
        {
            if (code[i] is Branch branch) starts.UnionWith(branch.Targets);
            if (code[i] is Branch or Return && i + 1 < code.Count) starts.Add(i + 1);
        }
        starts.Remove(code.Count);
        return [.. starts];
    }

    private static int End(IReadOnlyList<Instruction> code, int[] starts, int block) =>
        block + 1 < starts.Length ? starts[block + 1] : code.Count;

    private static int[] Successors(IReadOnlyList<Instruction> code, int[] starts, int block)
    {
        int end = End(code, starts, block), exit = starts.Length;
        Instruction last = code[end - 1];
        var next = new List<int>();
        if (last is Branch branch)
            next.AddRange(branch.Targets.Select(target => target == code.Count ? exit : Array.BinarySearch(starts, target)));
        else if (last is Return) next.Add(exit);
        if (last is not (Branch or Return) || last.Guard >= 0) next.Add(block + 1);
        return [.. next];
    }

    /// <summary>The next block that all ways to the end lead through, of each block (Cooper, Harvey and Kennedy's algorithm on the
    /// reversed graph).</summary>
    private static int[] PostDominators(int[][] successors, int exit)
    {
        var predecessors = new List<int>[exit + 1];
        for (int i = 0; i <= exit; i++) predecessors[i] = [];
        for (int i = 0; i < exit; i++)
            foreach (int next in successors[i]) predecessors[next].Add(i);
        List<int> order = PostOrder(predecessors, exit);
        int[] rank = new int[exit + 1], dominators = new int[exit + 1];
        Array.Fill(dominators, -1);
        for (int i = 0; i < order.Count; i++) rank[order[i]] = i;
        dominators[exit] = exit;
        for (bool hasChanged = true; hasChanged;)
        {
            hasChanged = false;
            for (int i = order.Count - 2; i >= 0; i--)
            {
                int block = order[i], found = -1;
                foreach (int next in successors[block])
                {
                    if (dominators[next] < 0) continue;
                    found = found < 0 ? next : Meet(found, next, dominators, rank);
                }
                hasChanged |= dominators[block] != found;
                dominators[block] = found;
            }
        }
        return dominators;
    }

    private static int Meet(int a, int b, int[] dominators, int[] rank)
    {
        while (a != b)
        {
            while (rank[a] < rank[b]) a = dominators[a];
            while (rank[b] < rank[a]) b = dominators[b];
        }
        return a;
    }

    private static List<int> PostOrder(List<int>[] edges, int root)
    {
        var order = new List<int>();
        var seen = new HashSet<int> { root };
        var open = new Stack<(int Node, int Next)>([(root, 0)]);
        while (open.TryPop(out var top))
        {
            if (top.Next == edges[top.Node].Count)
            {
                order.Add(top.Node);
                continue;
            }
            open.Push((top.Node, top.Next + 1));
            int next = edges[top.Node][top.Next];
            if (seen.Add(next)) open.Push((next, 0));
        }
        return order;
    }
}
