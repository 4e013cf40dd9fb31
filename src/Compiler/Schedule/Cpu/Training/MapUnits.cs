namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>What the units of a <see cref="MapPlan"/> are.</summary>
public static class MapUnits
{
    /// <summary>
    /// Whether they are channels, 16 each: of what sums over positions, so that one thread adds the positions of a channel in order.
    /// </summary>
    public static bool AreChannels(Operation operation) =>
        operation is GlobalPool or PositionScan;
}
