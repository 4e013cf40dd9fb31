using Fusion.Compiler.Rewrite;
using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Gpu;

namespace Fusion.Compiler.Emit.Gpu;

/// <summary>Prints how a convolution's kernel finds its input: for a position of the output the corner of its window, and for a step of the
/// depth (tap and input channel) the value under it, or zero in the padding.</summary>
internal sealed class GpuInput
{
    private readonly PackedConvolution _convolution;
    private readonly View _input, _output;
    private readonly GpuContext _context;
    private readonly string _name;
    private readonly int _channels;
    private readonly View? _gate;

    /// <param name="name">The kernel's.</param>
    /// <param name="channels">Input channels of a group.</param>
    /// <param name="gate">What the input is multiplied by, one value per channel.</param>
    public GpuInput(GpuContext context, string name, PackedConvolution convolution, View input, View output, int channels, View? gate,
        bool ofVectors = true)
    {
        (_context, _name, _convolution, _input, _output, _channels, _gate) = (context, name, convolution, input, output, channels, gate);
        OfVectors = ofVectors && GpuLanes.IsOfVectors(input) && channels % 4 == 0 && (gate is null || GpuLanes.IsOfVectors(gate));
    }

    /// <summary>Whether four steps of the depth are four channels side by side.</summary>
    public bool OfVectors { get; }

    /// <summary>The window's corner is the position itself, and the depth its channels.</summary>
    private bool IsPlain => _convolution.Taps == 1 && _convolution.IsUnstrided && _convolution.Padding.All(size => size == 0)
        && Sizes.SequenceEqual([_output.Frames, _output.Height, _output.Width]);

    private int[] Sizes => [_input.Frames, _input.Height, _input.Width];

    private IEnumerable<int> Axes => Enumerable.Range(0, 3).Where(axis => Sizes[axis] > 1 || _convolution.Kernel[axis] > 1
        || _convolution.Padding[axis] != 0 || Reaches(axis));

    private static readonly string[] s_axes = ["frame", "line", "column"];

    /// <summary>Declares what the loader needs of a position.</summary>
    /// <param name="suffix">Behind the names.</param>
    public void Locate(CodeWriter writer, string position, string suffix)
    {
        GpuValue value = _context.Value("x", _input, OfVectors);
        if (_gate is not null)
            writer.Line(
                $"int gate{suffix} = " +
                $"{_context.Value("g", _gate, OfVectors).IndexAt(GpuValue.Divided(position, _output.Pixels), "0")};");
        if (IsPlain)
        {
            writer.Line($"int start{suffix} = {value.IndexAt(position, "0")};");
            return;
        }
        writer.Line($"int start{suffix} = {value.SampleStart(GpuValue.Divided(position, _output.Pixels))};");
        int[] counts = [_output.Frames, _output.Height, _output.Width];
        foreach (int axis in Axes)
        {
            int behind = counts.Skip(axis + 1).Aggregate(1, (product, count) => product * count);
            string at = counts[axis] == 1 ? "0" : GpuValue.Remainder(GpuValue.Divided(position, behind), counts[axis]);
            string corner = at == "0" ? "" : GpuValue.Times(at, _convolution.Stride[axis]);
            string text = corner.Length == 0 ? $"{-_convolution.Padding[axis]}"
                : _convolution.Padding[axis] > 0 ? $"{corner} - {_convolution.Padding[axis]}"
                : GpuValue.Sum(corner, _convolution.Padding[axis] == 0 ? "" : CodeWriter.Number(-_convolution.Padding[axis]));
            writer.Line($"int {s_axes[axis]}{suffix} = {text};");
        }
    }

    /// <summary>The call that loads four steps of the depth, from a multiple of four on; of the group that the caller has in
    /// <c>group</c>, where there are groups.</summary>
    public string Load(string suffix, string depth) => Call(_name + "_Input", suffix, depth + Group);

    /// <summary>The call that loads four channels under one tap, of a convolution without groups.</summary>
    public string LoadChannels(string tap, string channel) => Call(_name + "_Channels", "", $"{tap}, {channel}");

    /// <summary>The call that loads a channel, or four, under one tap; of a group as for <see cref="Load"/>.</summary>
    public string LoadUnder(string suffix, string tap, string channel) => Call(_name + "_Under", suffix, $"{tap}, {channel}{Group}");

    /// <summary>Prints the loader of steps of the depth.</summary>
    public void EmitDepth()
    {
        EmitUnder();
        CodeWriter writer = _context.Writer;
        writer.Line();
        writer.Summary(OfVectors
            ? "Four steps of the depth: channels side by side under one tap."
            : "Four steps of the depth, one by one.");
        writer.Open($"private static Float4 {_name}_Input({Parameters}, int depth{GroupParameter})");
        if (OfVectors) writer.Line($"return {Under("depth")};");
        else
        {
            writer.Line("Float4 v;");
            for (int k = 0; k < 4; k++)
                writer.Line($"v.{"XYZW"[k]} = {Under(GpuValue.Sum("depth", k == 0 ? "" : CodeWriter.Number(k)))};");
            writer.Line("return v;");
        }
        writer.Close();

        string Under(string depth) =>
            LoadUnder("", GpuValue.Divided(Grouped(depth), _channels), GpuValue.Remainder(Grouped(depth), _channels));
    }

    /// <summary>Prints the loader of channels under a tap.</summary>
    public void EmitChannels()
    {
        EmitUnder();
        CodeWriter writer = _context.Writer;
        writer.Line();
        writer.Summary("Four channels under a tap.");
        writer.Open($"private static Float4 {_name}_Channels({Parameters}, int tap, int channel)");
        if (OfVectors) writer.Line($"return {LoadUnder("", "tap", "channel")};");
        else
        {
            writer.Line("Float4 v;");
            for (int c = 0; c < 4; c++)
            {
                string channel = GpuValue.Sum("channel", c == 0 ? "" : CodeWriter.Number(c));
                writer.Line($"v.{"XYZW"[c]} = {channel} < {_channels} ? {LoadUnder("", "tap", channel)} : 0f;");
            }
            writer.Line("return v;");
        }
        writer.Close();
    }

    private bool IsGrouped => _convolution.Groups > 1;

    private string Group => IsGrouped ? ", group" : "";

    private string GroupParameter => IsGrouped ? ", int group" : "";

    private static string Grouped(string text) => text.Contains(' ') ? $"({text})" : text;

    private string Parameters => $"{GpuContext.Parameters}, int start{string.Concat(Positions.Select(name => $", int {name}"))}";

    private IEnumerable<string> Positions =>
        (IsPlain ? [] : Axes.Select(axis => s_axes[axis])).Concat(_gate is null ? [] : new[] { "gate" });

    private string Call(string method, string suffix, string rest) =>
        $"{method}({GpuContext.Arguments}, start{suffix}{string.Concat(Positions.Select(name => $", {name}{suffix}"))}, {rest})";

    /// <summary>Prints the loader that the others call: a channel, or four, of a group under a tap.</summary>
    /// <param name="isAlwaysTap">Nobody asks for what lies behind the last tap.</param>
    public void EmitUnder(bool isAlwaysTap = false)
    {
        CodeWriter writer = _context.Writer;
        GpuValue value = _context.Value("x", _input, OfVectors);
        writer.Line();
        writer.Summary(_convolution.HasPadding ? "The input under a tap; zero in the padding." : "The input under a tap.");
        writer.Open($"private static {value.Type} {_name}_Under({Parameters}, int tap, int channel{GroupParameter})");
        writer.Line(OfVectors ? "Float4 v = new Float4();" : "float v = 0f;");
        writer.Line(value.Declaration);
        int unit = OfVectors ? 4 : 1;
        string channels = GpuValue.Sum(IsGrouped ? GpuValue.Times("group", _channels / unit) : "",
            unit == 1 ? "channel" : GpuValue.Divided("channel", unit));
        if (!isAlwaysTap)
        {
            writer.Comment("The last slice of the depth may reach past the last tap.");
            writer.Open($"if (tap < {_convolution.Taps})");
        }
        if (IsPlain)
        {
            writer.Line($"v = {value.In("start", "0", channels)};");
            EmitGate(channels);
        }
        else EmitTap("v", value, channels, isAlwaysTap);
        if (!isAlwaysTap) writer.Close();
        writer.Line("return v;");
        writer.Close();
    }

    /// <summary>Multiplies what was loaded by the gate, where there is one.</summary>
    private void EmitGate(string channels)
    {
        if (_gate is null) return;
        GpuValue gate = _context.Value("g", _gate, OfVectors);
        _context.Writer.Line(gate.Declaration);
        _context.Writer.Line($"{gate.Type} share = {gate.In("gate", "0", channels)};");
        foreach (string lane in OfVectors ? new[] { ".X", ".Y", ".Z", ".W" } : [""]) _context.Writer.Line($"v{lane} *= share{lane};");
    }

    /// <param name="isOneBranch">Whether all is asked at once, where that is the only branch.</param>
    private void EmitTap(string v, GpuValue value, string channels, bool isOneBranch)
    {
        CodeWriter writer = _context.Writer;
        int[] kernel = [.. _convolution.Kernel], dilation = [.. _convolution.Dilation], padding = [.. _convolution.Padding];
        var inside = new List<string>();
        string pixel = "";
        foreach (int axis in Axes)
        {
            int behind = kernel.Skip(axis + 1).Aggregate(1, (product, count) => product * count);
            string name = s_axes[axis], at = name;
            if (kernel[axis] > 1)
            {
                string step = axis == 0 || kernel.Take(axis).All(count => count == 1) ? GpuValue.Divided("tap", behind)
                    : GpuValue.Remainder(GpuValue.Divided("tap", behind), kernel[axis]);
                at = name + "At";
                writer.Line($"int {at} = {name} + {GpuValue.Times(step, dilation[axis])};");
            }
            if (isOneBranch && (padding[axis] > 0 || Reaches(axis))) inside.Add($"unchecked((uint){at}) < {Sizes[axis]}u");
            if (!isOneBranch && padding[axis] > 0) inside.Add($"{at} >= 0");
            if (!isOneBranch && Reaches(axis)) inside.Add($"{at} < {Sizes[axis]}");
            pixel = pixel.Length == 0 ? at : GpuValue.Sum(GpuValue.Times(pixel, Sizes[axis]), at);
        }
        string load = $"{v} = {value.In("start", pixel.Length == 0 ? "0" : pixel, channels)};";
        string condition = $"if ({string.Join(isOneBranch ? " & " : " && ", inside)})";
        if (_gate is null) writer.Line(inside.Count == 0 ? load : $"{condition} {load}");
        else
        {
            // Padding stays zero, whatever the gate is.
            if (inside.Count > 0) writer.Open(condition);
            writer.Line(load);
            EmitGate(channels);
            if (inside.Count > 0) writer.Close();
        }
    }

    /// <summary>Whether a window reaches past the end of an axis.</summary>
    private bool Reaches(int axis)
    {
        int[] counts = [_output.Frames, _output.Height, _output.Width];
        return (counts[axis] - 1L) * _convolution.Stride[axis] - _convolution.Padding[axis]
            + (_convolution.Kernel[axis] - 1L) * _convolution.Dilation[axis] >= Sizes[axis];
    }
}
