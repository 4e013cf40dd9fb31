using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>
/// Prints the kernel that updates parameters: for each group of updates that differs from others in more than its place and its size, a
/// method that goes over its elements.
/// </summary>
public static class UpdateEmitter
{
    public static void Emit(CpuContext context, UpdatePlan plan)
    {
        CodeWriter writer = context.Kernels;
        KernelText.OpenKernel(writer, plan);
        writer.Line($"float scale = *({KernelText.Base(plan.Guard)});");
        writer.Comment("After a loss that is no number, everything stays as it was.");
        writer.Line("if (!float.IsFinite(scale)) return;");
        string step = plan.Step is null ? "null" : KernelText.Base(plan.Step);
        writer.Line($"float* step = {step};");
        int from = 0;
        foreach (UpdateGroup group in plan.Groups)
        {
            string name = AddMethod(context, group);
            IEnumerable<string> pointers = Places(group);
            writer.Line($"if (first < {from + group.Units} && last > {from}) {name}(scale, step, {string.Join(", ", pointers)}, "
                + $"Math.Max(0, first - {from}), Math.Min({group.Units}, last - {from}), {group.Elements});");
            from += group.Units;
        }
        KernelText.CloseKernel(writer);
    }

    /// <summary>The memory that a group reads and writes, each place once.</summary>
    private static List<string> Places(UpdateGroup group) => [.. group.Updates.SelectMany(Pointers).Distinct()];

    /// <summary>States, values, and where the result goes.</summary>
    private static IEnumerable<string> Pointers(Update update)
    {
        long row = update.Operation is RunningAverage average ? average.Row * new UpdateGroup([update]).Elements : 0;
        foreach (long state in update.States) yield return KernelText.Weights(state);
        foreach (View value in update.Values) yield return KernelText.Base(value, row);
        yield return KernelText.Base(update.Output);
    }

    private static string AddMethod(CpuContext context, UpdateGroup group)
    {
        VectorCode code = context.Code;
        var writer = new CodeWriter();
        List<string> places = Places(group);
        string kinds = string.Join(", then ", group.Updates.Select(update => update.Operation.Kind));
        int lanes = code.Set.Lanes, tail = (int)(group.Elements % lanes);
        writer.Line(
            $"/// <summary>{kinds}, over units of {UpdateGroup.UnitElements} " +
            $"elements{(tail == 0 ? "" : $"; {tail} are left over")}.</summary>");
        writer.Line(KernelText.FullyOptimised);
        writer.Open($"private static void {TileLibrary.Placeholder}(float scale, float* step, "
            + $"{string.Concat(places.Select((_, i) => $"float* p{i}, "))}int first, int last, long elements)");
        writer.Open("unchecked");
        foreach (string declaration in group.Updates.SelectMany(update => Constants(code, update)).Distinct()) writer.Line(declaration);
        writer.Line($"long end = Math.Min(last * {UpdateGroup.UnitElements}L, elements{KernelText.Offset(-tail)});");
        writer.Line($"long i = first * {UpdateGroup.UnitElements}L;");
        writer.Open($"for (; i < end; i += {lanes})");
        One(lanes);
        writer.Close();
        if (tail > 0)
        {
            writer.Open($"if (i + {tail} == elements)");
            One(tail);
            writer.Close();
        }
        writer.Close();
        writer.Close();
        return context.Tiles.Add(string.Concat(group.Updates.Select(update => update.Operation.Kind).Distinct()), writer.ToString());

        void One(int count)
        {
            // What has been loaded, or made, of each place.
            var known = new Dictionary<string, string>();
            for (int u = 0; u < group.Updates.Count; u++)
            {
                Update update = group.Updates[u];
                string[] pointers = [.. Pointers(update)];
                var names = new List<string>();
                foreach (string pointer in pointers.Take(pointers.Length - 1))
                {
                    if (!known.TryGetValue(pointer, out string? name))
                    {
                        known[pointer] = name = $"v{known.Count}";
                        writer.Line($"{code.Type} {name} = {code.Load($"p{places.IndexOf(pointer)} + i")};");
                    }
                    names.Add(name);
                }
                string result = $"result{u}";
                int states = update.States.Count;
                writer.Line($"{code.Type} {result} = {Expression(code, update.Operation, i => names[i], i => names[states + i])};");
                string target = pointers[pointers.Length - 1];
                foreach (string line in code.Store(result, $"p{places.IndexOf(target)} + i", count)) writer.Line(line);
                known[target] = result;
            }
        }
    }

    /// <summary>Vectors that do not change from element to element.</summary>
    private static IEnumerable<string> Constants(VectorCode code, Update update)
    {
        if (update.Operation is not (AdamStep or RunningAverage)) yield return $"{code.Type} g = {code.Broadcast("scale")};";
        if (update.Operation is SgdStep or AdamStep)
            yield return $"{code.Type} rate = {code.Broadcast($"step[{StepNumbers.LearningRate}]")};";
        if (update.Operation is AdamStep adam)
        {
            yield return $"{code.Type} first1 = {code.Broadcast($"step[{StepNumbers.FirstCorrection}]")};";
            yield return $"{code.Type} second1 = {code.Broadcast($"step[{StepNumbers.SecondCorrection}]")};";
            if (adam.Decay > 0)
                yield return $"{code.Type} keep = " +
                    $"{code.Broadcast($"1 - step[{StepNumbers.LearningRate}] * {CodeWriter.Float(adam.Decay)}")};";
        }
    }

    /// <summary>The new value.</summary>
    /// <param name="s">The variable of a state's old value.</param>
    /// <param name="x">That of an input.</param>
    private static string Expression(VectorCode code, Operation operation, Func<int, string> s, Func<int, string> x) => operation switch
    {
        Momentum momentum => code.MultiplyAdd(s(0), code.Constant(momentum.Factor), Gradient(code, momentum.Decay, x(0), s(1))),
        SgdStep { Factor: 0 } sgd => code.MultiplyAddNegated("rate", Gradient(code, sgd.Decay, x(0), s(0)), s(0)),
        SgdStep { Nesterov: true } sgd => code.MultiplyAddNegated("rate",
            code.MultiplyAdd(x(1), code.Constant(sgd.Factor), Gradient(code, sgd.Decay, x(0), s(0))), s(0)),
        SgdStep => code.MultiplyAddNegated("rate", x(1), s(0)),
        AdamMean mean => code.MultiplyAdd(s(0), code.Constant(mean.Beta),
            $"{Gradient(code, mean.Decay, x(0), s(1))} * {code.Constant(1 - mean.Beta)}"),
        AdamSquare { Decay: 0 } square => code.MultiplyAdd(s(0), code.Constant(square.Beta),
            $"({x(0)} * g) * ({x(0)} * g) * {code.Constant(1 - square.Beta)}"),
        AdamSquare square => code.MultiplyAdd(s(0), code.Constant(square.Beta),
            $"{Gradient(code, square.Decay, x(0), s(1))} * {Gradient(code, square.Decay, x(0), s(1))} * {code.Constant(1 - square.Beta)}"),
        AdamStep adam => code.MultiplyAddNegated("rate",
            $"{x(0)} * first1 / ({code.Class}.Sqrt({x(1)} * second1) + {code.Constant(adam.Epsilon)})", adam.Decay > 0
            ? s(0) + " * keep"
            : s(0)),
        RunningAverage average => Average(code, average, s(0), x),
        _ => throw new NotSupportedException($"{operation.Kind} has no kernel."),
    };

    /// <summary>A norm's running mean or variance, with the statistics of each of its uses.</summary>
    private static string Average(VectorCode code, RunningAverage average, string value, Func<int, string> x)
    {
        for (int use = 0; use < average.Corrections.Count; use++)
            value = code.MultiplyAdd(value, code.Constant(1 - average.Momentum),
                $"{x(use)} * {code.Constant(average.Momentum * average.Corrections[use])}");
        return value;
    }

    /// <summary>The scaled gradient, with weight decay.</summary>
    private static string Gradient(VectorCode code, double decay, string gradient, string weight) =>
        decay == 0 ? $"({gradient} * g)" : code.MultiplyAdd(weight, code.Constant(decay), $"{gradient} * g");
}
