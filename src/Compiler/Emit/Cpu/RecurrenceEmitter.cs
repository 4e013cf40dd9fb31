using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>Prints the steps of a recurrent layer: the state through the panels of its weights, then the gates, a vector of the state at a
/// time.</summary>
internal static class RecurrenceEmitter
{
    public static void Emit(CpuContext context, RecurrencePlan plan)
    {
        CodeWriter writer = context.Kernels;
        Recurrence steps = plan.Steps;
        PackedWeights weights = plan.Weights;
        EpilogueEmitter epilogue = context.Epilogue(plan.Epilogue, plan.Output);
        int length = plan.Output.Pixels;
        KernelText.OpenKernel(writer, plan);
        writer.Line("if (first == last) return;");
        writer.Line($"{KernelText.WeightType(weights.IsNarrow)}* weights = {KernelText.Weights(weights)};");
        writer.Line($"float* biases = {KernelText.Biases(weights)};");
        writer.Line($"float* state = {KernelText.Scratch(plan)};");
        if (steps.HasCell) writer.Line($"float* cell = {KernelText.Scratch(plan, plan.StateFloats)};");
        writer.Line($"float* products = {KernelText.Scratch(plan, (long)plan.States * plan.StateFloats)};");
        Pointer("x", plan.Input, KernelText.Base(plan.Input));
        Pointer("y", plan.Output, KernelText.Base(plan.Output));
        foreach (EpiloguePointer pointer in epilogue.Pointers) Pointer(pointer.Name, pointer.View, pointer.Base);
        writer.Comment("The state before the first step is 0.");
        writer.Line(KernelText.Clear("state", (long)plan.States * plan.StateFloats));
        writer.Open($"for (int step = 0; step < {length}; step++)");
        EmitProducts(context, weights);
        ChannelLoop.Emit(writer, context.Set.Lanes, steps.Hidden, (channel, count) =>
        {
            switch (steps)
            {
                case GruSteps:
                    EmitGru(context, steps.Hidden, channel);
                    break;
                case LstmSteps:
                    EmitLstm(context, steps.Hidden, channel);
                    break;
                default:
                    VectorCode code = context.Code;
                    string sum = $"{code.Load("x" + channel)} + {code.Load("products" + channel)}";
                    writer.Line($"{code.Type} v = {context.Functions.Call("Tanh", sum)};");
                    break;
            }

            writer.Line($"v.Store(state{channel});");
            foreach (string line in epilogue.Apply("v", _ => "", channel)) writer.Line(line);
            foreach (string line in context.Code.Store("v", "y" + channel, count)) writer.Line(line);
        });
        string move = steps.Reverse ? "-=" : "+=";
        writer.Line($"x {move} {plan.Input.PixelStride};");
        writer.Line($"y {move} {plan.Output.PixelStride};");
        foreach (EpiloguePointer pointer in epilogue.Pointers.Where(pointer => pointer.View is not null))
            writer.Line($"{pointer.Name} {move} {pointer.View!.PixelStride};");
        writer.Close();
        KernelText.CloseKernel(writer);

        void Pointer(string name, Schedule.View? view, string start)
        {
            long last = steps.Reverse && view is not null ? (long)(length - 1) * view.PixelStride : 0;
            writer.Line($"float* {name} = {start}{KernelText.Offset(last)};");
        }
    }

    private static void EmitProducts(CpuContext context, PackedWeights weights)
    {
        CodeWriter writer = context.Kernels;
        string full = Panel(context, weights, weights.PanelVectors);
        int panels = weights.FullPanelsPerGroup, width = weights.PanelChannels;
        string Arguments(string panel) => $"state, weights{Added(KernelText.Times(panel, (long)width * weights.Depth))}, "
            + $"biases{Added(KernelText.Times(panel, width))}, products{Added(KernelText.Times(panel, width))}, {weights.Inputs}";
        if (panels == 1) writer.Line($"{full}({Arguments("0")});");
        else writer.Line($"for (int panel = 0; panel < {panels}; panel++) {full}({Arguments("panel")});");
        if (weights.TailVectors == 0) return;
        int first = panels * width;
        writer.Line($"{Panel(context, weights, weights.TailVectors)}(state, weights{KernelText.Offset((long)first * weights.Depth)}, "
            + $"biases{KernelText.Offset(first)}, products{KernelText.Offset(first)}, {weights.Inputs});");
    }

    /// <summary>A method of its own: the constants of the gates would take the registers of the sums.</summary>
    private static string Panel(CpuContext context, PackedWeights weights, int vectors)
    {
        VectorCode code = context.Code;
        var writer = new CodeWriter();
        writer.Summary($"The products of a state and {vectors} vectors of gates, with their biases.");
        writer.Line("[@MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]");
        writer.Open($"private static void {TileLibrary.Placeholder}("
            + $"float* state, {KernelText.WeightType(weights.IsNarrow)}* w, float* biases, float* products, int depth)");
        writer.Open("unchecked");
        for (int n = 0; n < vectors; n++)
            writer.Line($"{code.Type} s{n} = {code.Load("biases" + KernelText.Offset(n * code.Set.Lanes))};");
        writer.Open("for (int i = 0; i < depth; i++)");
        writer.Line($"{code.Type} a = {code.Broadcast("state[i]")};");
        int sum = 0;
        foreach (TileWeights weight in TileWeights.Of(code, weights.IsNarrow, "w", vectors, 0, ""))
        {
            if (weight.Pair is not null) writer.Line(weight.Pair);
            writer.Line($"s{sum} = {code.MultiplyAdd("a", weight.Value, "s" + sum)};");
            sum++;
        }

        writer.Line($"w += {vectors * code.Set.Lanes};");
        writer.Close();
        for (int n = 0; n < vectors; n++) writer.Line($"s{n}.Store(products{KernelText.Offset(n * code.Set.Lanes)});");
        writer.Close();
        writer.Close();
        return context.Tiles.Add($"Recurrence_{vectors}{(weights.IsNarrow ? "_BFloat16" : "")}", writer.ToString());
    }

    private static void EmitGru(CpuContext context, int hidden, string channel)
    {
        VectorCode code = context.Code;
        CodeWriter writer = context.Kernels;
        string X(int gate) => code.Load("x" + KernelText.Offset((long)gate * hidden) + channel);
        string Product(int gate) => code.Load("products" + KernelText.Offset((long)gate * hidden) + channel);
        writer.Line($"{code.Type} reset = {context.Functions.Call("Sigmoid", $"{X(0)} + {Product(0)}")};");
        writer.Line($"{code.Type} update = {context.Functions.Call("Sigmoid", $"{X(1)} + {Product(1)}")};");
        writer.Line($"{code.Type} next = {context.Functions.Call("Tanh", code.MultiplyAdd("reset", Product(2), X(2)))};");
        writer.Line($"{code.Type} v = {code.MultiplyAdd("update", $"{code.Load("state" + channel)} - next", "next")};");
    }

    private static void EmitLstm(CpuContext context, int hidden, string channel)
    {
        VectorCode code = context.Code;
        CodeWriter writer = context.Kernels;
        string Gate(string function, int gate)
        {
            string at = KernelText.Offset((long)gate * hidden) + channel;
            return context.Functions.Call(function, $"{code.Load("x" + at)} + {code.Load("products" + at)}");
        }

        writer.Line($"{code.Type} added = {Gate("Sigmoid", 0)} * {Gate("Tanh", 2)};");
        writer.Line($"{code.Type} kept = {code.MultiplyAdd(Gate("Sigmoid", 1), code.Load("cell" + channel), "added")};");
        writer.Line($"kept.Store(cell{channel});");
        writer.Line($"{code.Type} v = {Gate("Sigmoid", 3)} * {context.Functions.Call("Tanh", "kept")};");
    }

    private static string Added(string offset) => MatrixText.Added(offset);
}
