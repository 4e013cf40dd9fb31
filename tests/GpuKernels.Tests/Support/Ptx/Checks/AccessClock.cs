namespace Fusion.Kernels.Tests.Support.Ptx.Checks;

/// <summary>
/// Counts epochs: between two barriers of a group there is one. Groups are run one after another, so that epochs of a group, and of a
/// launch, are those since it began.
/// </summary>
internal sealed class AccessClock
{
    /// <summary>The epoch of what is written from outside.</summary>
    public const int Outside = 1;

    public int Now { get; private set; } = Outside;

    /// <summary>The first epoch of the launch.</summary>
    public int Launch { get; private set; } = Outside;

    /// <summary>The first epoch of the group.</summary>
    public int Group { get; private set; } = Outside;

    public void BeginLaunch() => Launch = Group = checked(++Now);

    public void BeginGroup() => Group = checked(++Now);

    /// <summary>All threads of the group have come to a barrier.</summary>
    public void Barrier() => Now = checked(Now + 1);
}
